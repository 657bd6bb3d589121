export type { MicrosoftApi, MicrosoftEndpoints, SecretCredentials, TenantCredentials } from './endpoints';
export { BODY_TOO_LARGE } from './error-codes';
export { MicrosoftError, type MicrosoftErrorDetails, type MicrosoftErrorKind, type MicrosoftService } from './microsoft-error';
export { createMicrosoftClient } from './create-client';
export { memoryThrottleGate, type ThrottleGate } from './throttle-gate';
export { createLargeLane, type LargeLane } from './core/large-lane';
export type { BrokenRecord, PartHandler, RecordPage } from './record-page';
export { SIGN_IN_KINDS, type SignInKind } from './client-types';
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
