export type { MicrosoftApi, MicrosoftEndpoints, TenantCredentials } from './endpoints';
export { MicrosoftError, type MicrosoftErrorDetails, type MicrosoftErrorKind, type MicrosoftService } from './microsoft-error';
export { createMicrosoftClient } from './create-client';
export { memoryThrottleGate, type ThrottleGate } from './throttle-gate';
export type { BrokenRecord, RecordPage } from './record-page';
export type {
  CallInfo,
  ContentBlob,
  ContentPage,
  GraphSource,
  MicrosoftClient,
  MicrosoftClientOptions,
  ResolvedObject,
  SubscriptionState,
  TimeSlice,
} from './client-types';
