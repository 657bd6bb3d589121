import type { MicrosoftErrorKind } from '../microsoft-error';
import type { ErrorBody } from './error-body';

/** Codes of the token endpoint. Source: Microsoft Entra authentication and authorization error codes (learn.microsoft.com). */
const KINDS: ReadonlyMap<string, MicrosoftErrorKind> = new Map(
  Object.entries<MicrosoftErrorKind>({
    AADSTS90002: 'tenant_not_found', // tenant not found
    AADSTS900023: 'tenant_not_found', // tenant identifier is neither a valid DNS name nor a valid GUID
    AADSTS900021: 'tenant_not_found', // requested tenant identifier is not valid
    AADSTS90051: 'tenant_not_found', // national cloud id is not valid
    AADSTS900382: 'tenant_not_found', // tenant is in another cloud
    AADSTS500011: 'missing_consent', // resource principal not in the tenant
    AADSTS500014: 'missing_consent', // service principal of the resource is disabled
    AADSTS650052: 'missing_consent', // organisation has not subscribed to or enabled the service
    AADSTS65001: 'missing_consent', // no consent
    AADSTS7000229: 'missing_consent', // client has no service principal in the tenant
    AADSTS90055: 'throttled', // too many requests
    AADSTS50196: 'throttled', // client request loop detected
    AADSTS90033: 'server', // transient error
    AADSTS90006: 'server', // external server retryable error
    AADSTS90012: 'server', // request timed out inside
    AADSTS90024: 'server', // transient request budget exceeded
  }),
);

/** How a failed token request is to be understood. What has no known code and status 4xx speaks of the client's identity. */
export function classifyLogin(status: number, body: ErrorBody): MicrosoftErrorKind {
  const known = KINDS.get(body.code);
  if (known) return known;
  if (status === 429) return 'throttled';
  if (status === 408) return 'timeout';
  if (status >= 500) return 'server';
  if (status === 404) return 'not_found';
  if (status < 400) return 'malformed';
  // A proxy answers 4xx with a page of its own; only the identity platform names an error.
  return body.code === '' && status !== 401 ? 'malformed' : 'bad_credentials';
}
