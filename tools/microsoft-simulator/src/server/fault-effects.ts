/** What the faults do: some answer instead of the API, some spoil its answer, some spoil the sending of it. */
import type { Fault, FaultKind } from './faults';
import { graphError, graphUnauthorized } from './graph-errors';
import { tenantNotFound } from './entra-error';
import { managementError, managementUnauthorized } from './management';
import { jsonReply, replyText, type Reply } from './reply';
import type { Call, State } from './state';

const isManagement = (call: Call): boolean => call.endpoint.startsWith('management.');
const isIdentity = (call: Call): boolean => call.endpoint.startsWith('login.');

function retryAfter(fault: Fault, now: number): Record<string, string> {
  const value = fault.retryAfter === undefined ? 1 : fault.retryAfter;
  if (value === null) return {};
  return { 'retry-after': value === 'date' ? new Date(now + 2000).toUTCString() : String(value) };
}

function throttle(state: State, call: Call, fault: Fault): Reply {
  const headers = retryAfter(fault, state.clock.now());
  const form = fault.form ?? (isManagement(call) ? 'management' : 'graph');
  if (form === 'management')
    return managementError(
      fault.status ?? 403,
      'AF429',
      `Too many requests. Method=${call.method}, PublisherId=${call.url.searchParams.get('PublisherIdentifier') ?? '00000000-0000-0000-0000-000000000000'}`,
      headers,
    );
  if (form === 'intune')
    return graphError(
      state,
      fault.status ?? 500,
      'InternalServerError',
      JSON.stringify({
        _version: 3,
        Message:
          'An error has occurred - Operation ID (for customer support): 00000000-0000-0000-0000-000000000000 - TooManyRequests: the request was throttled, please retry later',
        RetryAfter: null,
      }),
      headers,
    );
  const status = fault.status ?? 429;
  if (status === 503)
    return graphError(state, 503, 'ServiceUnavailable', 'The service is temporarily unavailable. Please retry after some time.', headers);
  return graphError(state, status, 'TooManyRequests', 'Too many requests. Please retry after the time in the Retry-After header.', headers);
}

/** Answer that takes the place of the API's, if the fault has one. */
export function replace(state: State, call: Call, fault: Fault, tenant: string): Reply | undefined {
  const management = isManagement(call);
  const instead: Partial<Record<FaultKind, () => Reply>> = {
    throttle: () => throttle(state, call, fault),
    'server-error': () =>
      management
        ? managementError(fault.status ?? 500, 'AF50000', 'An internal error occurred. Retry the request.')
        : graphError(state, fault.status ?? 500, 'UnknownError', ''),
    unauthorized: () =>
      management ? managementUnauthorized() : graphUnauthorized(state, 'Lifetime validation failed, the token is expired.'),
    forbidden: () =>
      management
        ? managementError(401, 'AF10001', 'The permission set () sent in the request does not include the expected permission.')
        : graphError(state, 403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'),
    'licence-missing': () =>
      graphError(
        state,
        403,
        'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
        "Neither tenant is B2C or tenant doesn't have premium license",
      ),
    'auditing-off': () => managementError(400, 'AF20023', 'The subscription was disabled by a tenant admin.'),
    'tenant-removed': () =>
      isIdentity(call)
        ? tenantNotFound(state, tenant)
        : management
          ? managementError(400, 'AF20011', `Specified tenant ID (${tenant}) does not exist in the system or has been deleted.`)
          : graphUnauthorized(state, 'The identity of the calling application could not be established.'),
    'expired-next-link': () =>
      fault.status === 410
        ? graphError(state, 410, 'ResyncRequired', 'The skip token is no longer valid. Start a new query.')
        : management
          ? managementError(400, 'AF20031', 'Invalid nextPage Input.')
          : graphError(state, 400, 'BadRequest', 'Skip token is expired. Please start a new query.'),
    'empty-page': () => emptyPage(state, call),
  };
  return instead[fault.kind]?.();
}

/** A page without records that names itself as the next one: paging has to go on. */
function emptyPage(state: State, call: Call): Reply {
  const base = isManagement(call) ? state.urls.managementUrl : state.urls.graphUrl;
  const path = call.url.pathname.slice(call.url.pathname.search(/\/(v1\.0|beta|api)\//));
  const again = `${base}${path}${call.url.search || '?'}`;
  return isManagement(call) ? jsonReply(200, [], { NextPageUri: again }) : jsonReply(200, { '@odata.nextLink': again, value: [] });
}

function breakRecord(item: string, variant: Fault['variant']): string {
  switch (variant) {
    case 'truncated':
      return item.slice(0, Math.floor(item.length * 0.6));
    case 'control-character':
      return item.replace('":"', '":"\u0001\n');
    case 'not-an-object':
      return '"<record unavailable>"';
    default:
      return item.replace('":"', '":"\\x');
  }
}

/** The spoilt answer; other faults leave it as it is. */
export function spoil(reply: Reply, fault: Fault, previous: Reply | undefined): Reply {
  const { list } = reply;
  const middle = list ? Math.floor(list.items.length / 2) : 0;
  switch (fault.kind) {
    case 'malformed-record':
      return list?.items.length
        ? { ...reply, list: { ...list, items: list.items.map((item, i) => (i === middle ? breakRecord(item, fault.variant) : item)) } }
        : reply;
    case 'malformed-blob':
      return {
        ...reply,
        list: undefined,
        body:
          fault.variant === 'truncated'
            ? replyText(reply).slice(0, Math.floor(replyText(reply).length / 2))
            : '<html><body>Service temporarily unavailable</body></html>',
      };
    case 'duplicate-records':
      return list ? { ...reply, list: { ...list, items: list.items.flatMap((item, i) => (i % 3 === 0 ? [item, item] : [item])) } } : reply;
    case 'duplicate-page':
      return list && previous?.list
        ? { ...reply, list: { ...list, items: [...previous.list.items, ...list.items] } }
        : list
          ? { ...reply, list: { ...list, items: [...list.items, ...list.items] } }
          : reply;
    case 'disorder':
      return list
        ? {
            ...reply,
            list: {
              ...list,
              items: list.items
                .map((item, i) => ({ item, key: ((i * 7919) % 104729) % Math.max(1, list.items.length) }))
                .sort((a, b) => a.key - b.key)
                .map(({ item }) => item),
            },
          }
        : reply;
    case 'wrong-content-type':
      return { ...reply, headers: { ...reply.headers, 'content-type': 'text/html' } };
    default:
      return reply;
  }
}

/** The bytes to send: `invalid-utf8` puts two bytes that no UTF-8 text has into the text of a record. */
export function toBytes(reply: Reply, faults: readonly Fault[]): Buffer {
  const bytes = Buffer.from(replyText(reply), 'utf8');
  if (!faults.some((fault) => fault.kind === 'invalid-utf8')) return bytes;
  const at = bytes.indexOf('":"', Math.floor(bytes.length / 2));
  return at < 0
    ? Buffer.concat([bytes, Buffer.from([0xff, 0xc3])])
    : Buffer.concat([bytes.subarray(0, at + 3), Buffer.from([0xff, 0xc3]), bytes.subarray(at + 3)]);
}
