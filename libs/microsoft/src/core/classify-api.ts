import type { MicrosoftErrorKind } from '../microsoft-error';
import type { ErrorBody } from './error-body';

/** What the classification looks at. */
export interface FailedCall {
  status: number;
  body: ErrorBody;
  /** A `Retry-After` header was there and understood. */
  hasRetryAfter: boolean;
  /** The call followed a link that the API gave us. */
  followedLink: boolean;
}

export interface Verdict {
  kind: MicrosoftErrorKind;
  /** Licence that the advice names. */
  subject?: string;
}

/**
 * Codes of the Management Activity API. Sources: its reference and troubleshooting pages (MicrosoftDocs/office-365-management-api);
 * AF20012 and AF20023 as Defender for Cloud Apps explains them (no Office 365 licence; auditing not enabled).
 */
const ACTIVITY: ReadonlyMap<string, MicrosoftErrorKind> = new Map(
  Object.entries<MicrosoftErrorKind>({
    AF10001: 'missing_consent',
    AF20010: 'tenant_not_found',
    AF20011: 'tenant_not_found',
    AF20012: 'missing_licence',
    AF20013: 'tenant_not_found',
    AF20022: 'not_found',
    AF20023: 'auditing_off',
    AF20031: 'expired_page',
    AF20050: 'not_found',
    AF20051: 'not_found',
    AF20052: 'not_found',
    AF429: 'throttled',
    AF50000: 'server',
  }),
);

const THROTTLE_TEXT = /too many requests|throttl|request limit|rate limit/i;
/** What the API says when unified auditing has never been switched on: its own store knows no such tenant. */
const AUDITING_TEXT = /DataServiceException|auditing? (is|was) (not enabled|disabled|off)|unified audit/i;
const PREMIUM_TEXT = /have premium licen[cs]e/i;
const INTUNE_LICENCE_TEXT = /not applicable to target tenant/i;

function byStatus(call: FailedCall): MicrosoftErrorKind {
  const { status, followedLink } = call;
  if (status === 429) return 'throttled';
  if (status === 503 && call.hasRetryAfter) return 'throttled';
  if (status === 408) return 'timeout';
  if (status >= 500) return 'server';
  if (status < 400) return 'malformed';
  if (status === 401) return 'bad_credentials';
  if (status === 403) return 'missing_consent';
  if (status === 404 || status === 410) return followedLink ? 'expired_page' : 'not_found';
  // A link we were given cannot be a wrong request of ours: 400 means that the API has forgotten what it stands for.
  return status === 400 && followedLink ? 'expired_page' : 'bad_request';
}

/** Microsoft Graph. Throttling of Intune can come as 500 with a text; a missing Entra ID P1 is 403 with a code of its own. */
export function classifyGraph(call: FailedCall): Verdict {
  const { code, message } = call.body;
  if (/NonPremiumTenant/i.test(code) || PREMIUM_TEXT.test(message)) return { kind: 'missing_licence', subject: 'Microsoft Entra ID P1' };
  if (INTUNE_LICENCE_TEXT.test(message)) return { kind: 'missing_licence', subject: 'Microsoft Intune' };
  if (/^TooManyRequests$|throttl/i.test(code)) return { kind: 'throttled' };
  if (call.status === 500 && THROTTLE_TEXT.test(message)) return { kind: 'throttled' };
  if (/ExpiredPageToken|InvalidSkipToken|skiptoken/i.test(code)) return { kind: 'expired_page' };
  if (/^OrganizationNotFound/i.test(code)) return { kind: 'tenant_not_found' };
  return { kind: byStatus(call) };
}

/** Management Activity API. AF429 comes with 403 or 429; everything else by code first, because its 400 means ten different things. */
export function classifyManagement(call: FailedCall): Verdict {
  const { code, message } = call.body;
  const known = ACTIVITY.get(code);
  if (known) return { kind: known, ...(code === 'AF20012' && { subject: 'Office 365' }) };
  if (AUDITING_TEXT.test(message) || /tenant .* does not exist/i.test(message)) return { kind: 'auditing_off' };
  if (call.status === 500 && THROTTLE_TEXT.test(message)) return { kind: 'throttled' };
  return { kind: byStatus(call) };
}
