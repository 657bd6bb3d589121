import { MicrosoftError, type MicrosoftErrorKind, type MicrosoftService } from '../microsoft-error';
import { classifyGraph, classifyManagement, type FailedCall, type Verdict } from './classify-api';
import { classifyLogin } from './classify-login';
import { readErrorBody } from './error-body';
import type { HttpResponse } from './http';
import { parseRetryAfter } from './retry-after';

/** Error bodies are small; of anything longer (a proxy's page) the beginning is enough. */
const ERROR_BODY_BYTES = 64 * 1024;

const DETAILS: Record<MicrosoftErrorKind, string> = {
  bad_credentials: 'the credentials were refused',
  tenant_not_found: 'the tenant is unknown',
  missing_consent: 'a permission is missing',
  missing_licence: 'a licence is missing',
  auditing_off: 'unified auditing is switched off, or the subscription was disabled',
  throttled: 'too many requests',
  expired_page: 'the position in the list is no longer valid',
  bad_request: 'the request was not accepted',
  not_found: 'not found',
  network: 'the connection failed',
  timeout: 'no answer in time',
  server: 'the server failed',
  malformed: 'not an answer of this API',
};

/** What is known of the request when its answer is judged. */
export interface CallContext {
  service: MicrosoftService;
  followedLink?: boolean | undefined;
  /** Permission that the advice names when it is missing. */
  permission?: string | undefined;
  now: Date;
}

function classify(service: MicrosoftService, call: FailedCall): Verdict {
  if (service === 'graph') return classifyGraph(call);
  if (service === 'management') return classifyManagement(call);
  return { kind: classifyLogin(call.status, call.body) };
}

/** The sender's clock; ours when it names none. */
const senderTime = (response: HttpResponse, now: Date): Date => {
  const time = Date.parse(response.headers['date'] ?? '');
  return Number.isNaN(time) ? now : new Date(time);
};

/** The error that an answer other than 2xx stands for. */
export function failedResponse(response: HttpResponse, context: CallContext): MicrosoftError {
  const { service } = context;
  const body = readErrorBody(response.body.subarray(0, ERROR_BODY_BYTES).toString('utf8'));
  const retryAfterMs = parseRetryAfter(response.headers['retry-after'], senderTime(response, context.now));
  const call = { status: response.status, body, hasRetryAfter: retryAfterMs !== undefined, followedLink: context.followedLink === true };
  const { kind, subject } = classify(service, call);
  return new MicrosoftError(kind, {
    service,
    detail: DETAILS[kind],
    status: response.status,
    code: body.code || undefined,
    requestId: response.headers['request-id'] ?? response.headers['x-ms-request-id'] ?? body.requestId,
    retryAfterMs,
    subject: subject ?? (kind === 'missing_consent' ? context.permission : undefined),
  });
}
