/** Office 365 Management Activity API. */
import { randomUUID } from 'node:crypto';
import type { ContentType } from '../model';
import { listBlobs, parseContentId, readBlob, type Blob } from './blobs';
import { accepts } from './identity';
import { emptyReply, jsonReply, listReply, type Reply } from './reply';
import type { Call, State } from './state';
import { findContentType, isSubscribed, type Subscription, type Tenant } from './tenant';
import { newWebhook, validateWebhook } from './webhooks';

const day = 86_400_000;
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const managementError = (status: number, code: string, message: string, headers: Record<string, string> = {}): Reply =>
  jsonReply(status, { error: { code, message } }, headers);
export const managementUnauthorized = (): Reply =>
  jsonReply(401, { Message: 'Authorization has been denied for this request.' }, { 'www-authenticate': 'Bearer' });

interface Context {
  state: State;
  call: Call;
  tenant: Tenant;
  roles: string[];
}

function authorize(state: State, call: Call, tenantName: string): Context | Reply {
  const check = state.tokens.check(call.headers['authorization'], state.clock.now());
  if (!check.ok || !accepts(check.claims.aud, state, 'management')) return managementUnauthorized();
  if (!guid.test(tenantName))
    return managementError(400, 'AF20013', `The tenant ID passed in the URL (${tenantName}) is not a valid GUID.`);
  if (check.claims.tid.toLowerCase() !== tenantName.toLowerCase())
    return managementError(
      403,
      'AF20010',
      `The tenant ID passed in the URL (${tenantName}) does not match the tenant ID passed in the access token (${check.claims.tid}).`,
    );
  const tenant = state.tenants.get(tenantName.toLowerCase());
  if (!tenant || tenant.removed)
    return managementError(400, 'AF20011', `Specified tenant ID (${tenantName}) does not exist in the system or has been deleted.`);
  const roles = check.claims.roles.filter((role) => tenant.permissions.has(role));
  // Status as clients report it from the wire: 401 although the token is valid.
  if (!roles.some((role) => role.startsWith('ActivityFeed.')))
    return managementError(
      401,
      'AF10001',
      `The permission set (${roles.join(' ')}) sent in the request does not include the expected permission.`,
    );
  return { state, call, tenant, roles };
}

/** Any operation below /api/v1.0/{tenant}/activity/feed. */
export async function management(state: State, call: Call, tenantName: string, operation: string): Promise<Reply> {
  const context = authorize(state, call, tenantName);
  if ('status' in context) return context;
  if (operation === 'subscriptions/list') return listSubscriptions(context);
  if (operation.startsWith('audit/')) return retrieve(context, decodeURIComponent(operation.slice('audit/'.length)));
  const type = call.url.searchParams.get('contentType');
  if (type === null) return managementError(400, 'AF20001', 'Missing parameter: contentType.');
  const contentType = findContentType(type);
  if (!contentType) return managementError(400, 'AF20020', 'The specified content type is not valid.');
  if (contentType === 'DLP.All' && !context.roles.includes('ActivityFeed.ReadDlp'))
    return managementError(
      401,
      'AF10001',
      `The permission set (${context.roles.join(' ')}) sent in the request does not include the expected permission.`,
    );
  if (operation === 'subscriptions/start') return start(context, contentType);
  const subscription = context.tenant.subscriptions.get(contentType);
  if (!subscription || !isSubscribed(context.tenant, contentType))
    return managementError(400, 'AF20022', 'No subscription found for the specified content type.');
  if (!context.tenant.auditing) return managementError(400, 'AF20023', 'The subscription was disabled by a tenant admin.');
  if (operation === 'subscriptions/stop') {
    subscription.status = 'disabled';
    return emptyReply(200);
  }
  return operation === 'subscriptions/content' ? listContent(context, subscription) : listNotifications(context, subscription);
}

const describe = (subscription: Subscription): Record<string, unknown> => ({
  contentType: subscription.contentType,
  status: subscription.status,
  webhook: subscription.webhook && {
    authId: subscription.webhook.authId,
    address: subscription.webhook.address,
    expiration: subscription.webhook.expiration,
    status: subscription.webhook.status,
  },
});

const listSubscriptions = ({ tenant }: Context): Reply =>
  jsonReply(200, [...tenant.subscriptions.values()].filter((s) => s.status === 'enabled').map(describe));

/** What a tenant without auditing answers: the tenant, it says, does not exist. */
function tenantUnknownToAuditing({ tenant, call }: Context, type: ContentType): Reply {
  const publisher = call.url.searchParams.get('PublisherIdentifier') ?? '00000000-0000-0000-0000-000000000000';
  return managementError(
    400,
    `StartSubscription [CorrId=${randomUUID()}][TenantId=${tenant.tenantId},ContentType=${type},ApplicationId=${tenant.clientId},PublisherId=${publisher}][AppId`,
    `${tenant.clientId.slice(1)}] failed. Exception: Microsoft.Office.Compliance.Audit.DataServiceException: Tenant ${tenant.tenantId} does not exist.\r\n   at Microsoft.Office.Compliance.Audit.API.AzureManager.GetSubscriptionTableClientForTenantAsync()`,
  );
}

async function start(context: Context, contentType: ContentType): Promise<Reply> {
  const { state, tenant, call } = context;
  if (!tenant.auditing) return tenantUnknownToAuditing(context, contentType);
  const parsed = newWebhook(call.body, state.clock.now());
  if (!parsed.ok) return managementError(400, parsed.code, parsed.message);
  const existing = tenant.subscriptions.get(contentType);
  const unchanged =
    existing?.status === 'enabled' &&
    (existing.webhook?.address ?? null) === (parsed.webhook?.address ?? null) &&
    existing.webhook?.status !== 'disabled';
  if (unchanged) return managementError(400, 'AF20024', 'The subscription is already enabled. No property change.');
  if (parsed.webhook) {
    const problem = await validateWebhook(parsed.webhook);
    if (problem)
      return managementError(400, 'AF20021', `The webhook endpoint (${parsed.webhook.address}) could not be validated. ${problem}`);
  }
  const now = state.clock.now();
  const contentSince = existing
    ? existing.status === 'enabled'
      ? existing.contentSince
      : now
    : now - state.behaviour.subscriptionBackfillHours * 3_600_000;
  const subscription: Subscription = {
    contentType,
    status: 'enabled',
    contentSince,
    webhook: parsed.webhook,
    notifications: existing?.notifications ?? [],
  };
  tenant.subscriptions.set(contentType, subscription);
  return jsonReply(200, describe(subscription));
}

export const blobItem = (state: State, tenant: Tenant, blob: Blob): Record<string, string> => ({
  contentType: blob.contentType,
  contentId: blob.contentId,
  contentUri: `${state.urls.managementUrl}/api/v1.0/${tenant.tenantId}/activity/feed/audit/${blob.contentId}`,
  contentCreated: new Date(blob.created).toISOString(),
  contentExpiration: new Date(blob.created + 7 * day).toISOString(),
});

interface Window {
  from: number;
  to: number;
}

const timeFormat = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?Z?$/;
const windowRule =
  'Start time and end time must both be specified (or both omitted) and must be less than or equal to 24 hours apart, with the start time no more than 7 days in the past.';

function readWindow({ state, call }: Context): Window | Reply {
  const texts = [call.url.searchParams.get('startTime'), call.url.searchParams.get('endTime')];
  const now = state.clock.now();
  if (texts[0] === null && texts[1] === null) return { from: now - day, to: now };
  if (texts[0] === null || texts[1] === null) return managementError(400, 'AF20030', windowRule);
  for (const [i, text] of texts.entries())
    if (!timeFormat.test(text ?? ''))
      return managementError(400, 'AF20002', `Invalid parameter type: ${i ? 'endTime' : 'startTime'}. Expected type: datetime`);
  const [from = Number.NaN, to = Number.NaN] = texts.map((text) =>
    Date.parse(/T/.test(text ?? '') ? `${text?.replace(/Z$/, '')}Z` : `${text}`),
  );
  if (Number.isNaN(from) || Number.isNaN(to))
    return managementError(400, 'AF20002', 'Invalid parameter type: startTime. Expected type: datetime');
  if (to - from > day || to < from) return managementError(400, 'AF20055', windowRule);
  if (now - from > 7 * day) return managementError(400, 'AF20030', windowRule);
  return { from, to };
}

/** One page of items and, when there is more, the header that names the next page. */
function page<T>(context: Context, window: Window, all: Iterable<T>, item: (entry: T) => Record<string, unknown>): Reply {
  const { state, call } = context;
  const token = call.url.searchParams.get('nextPage');
  if (token !== null && !/^\d{16}R\d+$/.test(token)) return managementError(400, 'AF20031', `Invalid nextPage Input: ${token}.`);
  const offset = token ? Number(token.split('R')[1]) : 0;
  const items: string[] = [];
  let position = 0;
  let more = false;
  for (const entry of all) {
    if (position++ < offset) continue;
    if (items.length === state.behaviour.contentPageSize) {
      more = true;
      break;
    }
    items.push(JSON.stringify(item(entry)));
  }
  const next = new URLSearchParams(call.url.searchParams);
  const text = (at: number): string => new Date(at).toISOString().slice(0, 23);
  if (!next.has('startTime')) {
    next.set('startTime', text(window.from));
    next.set('endTime', text(window.to));
  }
  next.set('nextPage', `${String(state.clock.now()).padStart(16, '0')}R${offset + items.length}`);
  const path = call.url.pathname.slice(call.url.pathname.indexOf('/api/'));
  return listReply('[', items, ']', more ? { NextPageUri: `${state.urls.managementUrl}${path}?${next.toString()}` } : {});
}

function listContent(context: Context, subscription: Subscription): Reply {
  const { state, tenant } = context;
  const window = readWindow(context);
  if ('status' in window) return window;
  const from = Math.max(window.from, subscription.contentSince);
  // A blob is visible from the moment of its creation on.
  const to = Math.min(window.to, state.clock.now() + 1);
  const blobs = listBlobs(tenant.dataset, subscription.contentType, from, to, state.behaviour.maxBlobRecords);
  return page(context, window, blobs, (blob) => blobItem(state, tenant, blob));
}

function listNotifications(context: Context, subscription: Subscription): Reply {
  const window = readWindow(context);
  if ('status' in window) return window;
  const sent = subscription.notifications.filter((n) => n.contentCreated >= window.from && n.contentCreated < window.to);
  return page(context, window, sent, (n) => {
    const blob = parseContentId(context.tenant.dataset, n.contentId);
    return {
      ...(blob ? blobItem(context.state, context.tenant, blob) : {}),
      notificationSent: new Date(n.sent).toISOString(),
      notificationStatus: n.success ? 'success' : 'failed',
    };
  });
}

function retrieve({ state, tenant }: Context, contentId: string): Reply {
  const blob = parseContentId(tenant.dataset, contentId);
  if (!blob) return managementError(400, 'AF20052', `Content ID ${contentId} in the URL is invalid.`);
  const now = state.clock.now();
  if (!isSubscribed(tenant, blob.contentType))
    return managementError(400, 'AF20022', 'No subscription found for the specified content type.');
  if (now - blob.created > 7 * day)
    return managementError(
      400,
      'AF20051',
      `Content requested with the key ${contentId} has already expired. Content older than 7 days cannot be retrieved.`,
    );
  const records = blob.created <= now ? readBlob(tenant.dataset, blob, state.behaviour.maxBlobRecords) : [];
  if (records.length === 0) return managementError(404, 'AF20050', `The specified content (${contentId}) does not exist.`);
  return listReply(
    '[',
    records.map((record) => JSON.stringify(record.body)),
    ']',
  );
}
