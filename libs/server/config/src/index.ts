export { ConfigError, loadConfig, parseConfig, type Config } from './config';
export { renderEnvExample } from './env-example';
