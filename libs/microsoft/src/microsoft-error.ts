import { adviceFor } from './advice';
import type { MicrosoftApi } from './endpoints';

export type MicrosoftErrorKind =
  | 'bad_credentials'
  | 'tenant_not_found'
  | 'missing_consent'
  | 'missing_licence'
  | 'auditing_off'
  | 'throttled'
  | 'expired_page'
  | 'bad_request'
  | 'not_found'
  | 'network'
  | 'timeout'
  | 'server'
  | 'malformed';

/** What failed: the identity platform or one of the two APIs. */
export type MicrosoftService = 'login' | MicrosoftApi;

export interface MicrosoftErrorDetails {
  service: MicrosoftService;
  /** Short and technical, made by us: never a header, body, token or secret. */
  detail: string;
  status?: number | undefined;
  /** `AADSTS…`, `AF…` or the code of a Graph error. */
  code?: string | undefined;
  requestId?: string | undefined;
  /** How long the API asked to wait. */
  retryAfterMs?: number | undefined;
  /** Permission, licence or path that the advice should name. */
  subject?: string | undefined;
}

/** Kinds that a later run can overcome without a person. */
const RETRYABLE: ReadonlySet<MicrosoftErrorKind> = new Set(['throttled', 'expired_page', 'network', 'timeout', 'server', 'malformed']);

/**
 * A call to Microsoft that did not succeed, after the attempts that made sense. `message` is for logs, `advice` for an operator.
 * Neither carries a secret, a token or a body; nor does `cause`, which is never set from outside.
 */
export class MicrosoftError extends Error {
  readonly service: MicrosoftService;
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  /** True when the same call can succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** Two to three sentences: what is wrong and what to do. */
  readonly advice: string;

  constructor(
    readonly kind: MicrosoftErrorKind,
    private readonly details: MicrosoftErrorDetails,
  ) {
    super([`${details.service}: ${details.detail}`, details.status && `HTTP ${details.status}`, details.code].filter(Boolean).join(', '));
    this.name = 'MicrosoftError';
    this.service = details.service;
    this.retryAfterMs = details.retryAfterMs;
    this.status = details.status;
    this.code = details.code;
    this.requestId = details.requestId;
    this.retryable = RETRYABLE.has(kind);
    this.advice = adviceFor(kind, details);
  }

  /** The same failure with the wait that was decided on. */
  withRetryAfter(ms: number): MicrosoftError {
    return new MicrosoftError(this.kind, { ...this.details, retryAfterMs: ms });
  }
}
