export { buildAlert } from './build-alert';
export { builtProgram, builtPrograms, type ProgramName } from './built-programs';
export { bundleTool, type BundledTool } from './bundled-tool';
export { cpuTime } from './cpu-time';
export { testDatabase, testMongoUri, testRedisUrl, type TestDatabase } from './database';
export { COMPILE_CACHE, SOURCE_MAPS, startProgram, type RunningProgram } from './process';
export { selfSigned, type SelfSigned } from './self-signed';
export { waitFor } from './wait-for';
