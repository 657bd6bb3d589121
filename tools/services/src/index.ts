export { ServicesError } from './errors';
export { startServices, type Services } from './services';
export { acquireTestServices, type TestServices } from './test-environment';
export type { ServiceInfo, ServiceName, ServicesOptions } from './types';
