/** A simulator of the Microsoft APIs that the product reads: Entra tokens, Graph audit logs, the Management Activity API. */
export { makeCertificate, type TestCertificate } from './certificate';
export { generatedRecords, type RecordSet } from './generate/records';
export { startSimulator, type SimulatedTenant, type Simulator, type SimulatorControl } from './simulator';
export type { SimulatorOptions, TenantOptions } from './options';
export type { ContentType, SourceName, Story } from './model';
export { faultKinds, type Fault, type FaultInput, type FaultKind } from './server/faults';
export type { TruthQuery, TruthRecord } from './server/truth';
