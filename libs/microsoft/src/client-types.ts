import type { ContentType } from '@aoc/contracts';
import type { MicrosoftApi, MicrosoftEndpoints, TenantCredentials } from './endpoints';
import type { MicrosoftError, MicrosoftErrorKind } from './microsoft-error';
import type { LargeLane } from './core/large-lane';
import type { BrokenRecord, PartHandler, RecordPage } from './record-page';
import type { ThrottleGate } from './throttle-gate';

/** Sources read from Microsoft Graph. */
export type GraphSource = 'directory' | 'signin' | 'intune';

/**
 * The four sign-in logs of Entra ID. Graph v1.0 has the interactive one; the others are in beta only, which Microsoft does not support
 * for production. Source: Graph reference, signIn resource, signInEventTypes.
 */
export const SIGN_IN_KINDS = ['interactiveUser', 'nonInteractiveUser', 'servicePrincipal', 'managedIdentity'] as const;
export type SignInKind = (typeof SIGN_IN_KINDS)[number];

/** Start inclusive; end inclusive for Graph, exclusive for content. */
export interface TimeSlice {
  start: Date;
  end: Date;
}

/** One HTTP exchange, for metrics. `status` 0: no answer. `kind`: how it failed; absent on success. */
export interface CallInfo {
  api: 'login' | MicrosoftApi;
  status: number;
  durationMs: number;
  kind?: MicrosoftErrorKind | undefined;
}

export interface MicrosoftClientOptions {
  endpoints: MicrosoftEndpoints;
  /** Asked again before each new token, so that a rotated secret is used without a restart. */
  credentials: () => Promise<TenantCredentials> | TenantCredentials;
  gate: ThrottleGate;
  clock: { now(): Date };
  /** Uniform in [0, 1); for jitter. Default Math.random. */
  random?: (() => number) | undefined;
  /** Longest wait for response headers. Default 30 s. */
  requestTimeoutMs?: number | undefined;
  /** Longest silence while a body arrives. Default 30 s. */
  bodyTimeoutMs?: number | undefined;
  /** Tries of one request, the first included. Default 5. */
  maxAttempts?: number | undefined;
  /** A wait longer than this is not sat out: `throttled` is thrown with retryAfterMs. Default 10 s. */
  maxWaitMs?: number | undefined;
  /** First step of the exponential backoff, whose cap is 32 times as long. Default 250 ms. */
  backoffBaseMs?: number | undefined;
  /** Answers up to this are read as a whole; a larger one is read in parts, one at a time. Default 4 MiB. */
  wholeBodyBytes?: number | undefined;
  /** Answers above this are refused. Default 512 MB. */
  maxBodyBytes?: number | undefined;
  /** Shared by the clients of a process, so that it reads one large answer at a time. Default: one of its own. */
  largeLane?: LargeLane | undefined;
  /** PublisherIdentifier of the Management Activity API: the vendor's tenant id, whose quota then applies. */
  publisherId?: string | undefined;
  /** Sign-in logs to read. Default: the interactive one. */
  signInKinds?: readonly SignInKind[] | undefined;
  onCall?: ((info: CallInfo) => void) | undefined;
  /** Ends every call of the client. */
  signal?: AbortSignal | undefined;
}

/** A batch of records of the unified log. `contentId` is stable: the same blob is listed again under the same id. */
export interface ContentBlob {
  contentId: string;
  contentUri: string;
  contentType: ContentType;
  contentCreated: Date;
  contentExpiration: Date;
}

/** One page of a content list. */
export interface ContentPage {
  blobs: ContentBlob[];
  /** Entries that name no readable blob, even after another try: their records are missing. */
  broken: BrokenRecord[];
  /** For reports. */
  location: string;
}

/** `unavailable` carries the reason; it does not stop the other content types. */
export interface SubscriptionState {
  type: ContentType;
  state: 'enabled' | 'unavailable';
  error?: MicrosoftError | undefined;
}

export interface ResolvedObject {
  display: string;
  upn?: string | undefined;
  /** user, group, servicePrincipal, application, device, directoryRole, ... (the OData type without namespace). */
  type: string;
}

/**
 * Reads one tenant. Every method throws MicrosoftError, or the reason of the signal when aborted. Without `onPart` an answer that
 * is too large to be held is refused.
 */
export interface MicrosoftClient {
  /** Pages of one source, in the order the API gives them. A new slice must be begun after an error; `expired_page`: use smaller ones. */
  readGraphSlice(
    source: GraphSource,
    slice: TimeSlice,
    signal?: AbortSignal,
    onPart?: PartHandler,
  ): AsyncGenerator<RecordPage, void, undefined>;
  /** Starts what is not yet started. Throws only for what concerns all types (credentials, network, throttling). */
  ensureSubscriptions(types: readonly ContentType[], signal?: AbortSignal): Promise<SubscriptionState[]>;
  /** Blobs that became available in the slice (by contentCreated); slices over 24 h are asked in parts, none may start over 7 days ago. */
  listContent(type: ContentType, slice: TimeSlice, signal?: AbortSignal): AsyncGenerator<ContentPage, void, undefined>;
  /** The records of a blob. An unreadable or vanished blob is a page with one broken record, not an error. */
  readBlob(blob: ContentBlob, signal?: AbortSignal, onPart?: PartHandler): Promise<RecordPage>;
  /** Names of directory objects; ids that are unknown, deleted or no GUID are absent. Keys as given. */
  resolveDirectoryObjects(ids: readonly string[], signal?: AbortSignal): Promise<Map<string, ResolvedObject>>;
  /** Which of the groups a person belongs to, directly or through other groups; ids in lower case. `not_found`: there is no such person. */
  memberGroups(userId: string, groupIds: readonly string[], signal?: AbortSignal): Promise<ReadonlySet<string>>;
  /** Closes the connections; calls under way fail. */
  close(): Promise<void>;
}
