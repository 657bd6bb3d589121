/** Webhooks of the Management Activity API: validation at start, notifications of new blobs, retries. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { listBlobs, type Blob } from './blobs';
import type { State } from './state';
import type { Subscription, Tenant, Webhook } from './tenant';

const bodySchema = z.object({
  webhook: z.object({ address: z.string(), authId: z.string().nullish(), expiration: z.string().nullish() }).nullish(),
});

type Parsed = { ok: true; webhook: Webhook | null } | { ok: false; code: string; message: string };

/** Read the body of `subscriptions/start`; an empty body means no webhook. */
export function newWebhook(body: string, now: number): Parsed {
  if (!body.trim()) return { ok: true, webhook: null };
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { ok: true, webhook: null };
  }
  const parsed = bodySchema.safeParse(value);
  if (!parsed.success || !parsed.data.webhook) return { ok: true, webhook: null };
  const { address, authId, expiration } = parsed.data.webhook;
  if (expiration && Date.parse(expiration) < now)
    return { ok: false, code: 'AF20003', message: `Expiration ${expiration} provided is set to past date and time.` };
  return {
    ok: true,
    webhook: {
      address,
      authId: authId ?? '',
      expiration: expiration || null,
      status: 'enabled',
      failures: 0,
      notifiedUntil: now,
      nextAttempt: now,
    },
  };
}

/** Microsoft demands HTTPS; plain HTTP is let through to this machine only, where tests listen. */
const allowed = (address: string): boolean =>
  /^https:\/\//i.test(address) || /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/i.test(address);

async function post(webhook: Webhook, body: unknown, headers: Record<string, string> = {}): Promise<boolean> {
  try {
    const auth: Record<string, string> = webhook.authId ? { 'Webhook-AuthID': webhook.authId } : {};
    const response = await fetch(webhook.address, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...auth, ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

/** The reason why the address is not accepted, or undefined when it is. */
export async function validateWebhook(webhook: Webhook): Promise<string | undefined> {
  if (!allowed(webhook.address)) return 'The address must begin with HTTPS.';
  const validationCode = randomUUID();
  const valid = await post(webhook, { validationCode }, { 'Webhook-ValidationCode': validationCode });
  return valid ? undefined : 'The endpoint did not return HTTP 200.';
}

const maxFailures = 6;
const maxBlobs = 100;

async function notifyOne(
  state: State,
  tenant: Tenant,
  subscription: Subscription,
  webhook: Webhook,
  item: (blob: Blob) => Record<string, string>,
): Promise<void> {
  const now = state.clock.now();
  if (webhook.expiration && Date.parse(webhook.expiration) < now) webhook.status = 'expired';
  if (webhook.status !== 'enabled' || subscription.status !== 'enabled' || now < webhook.nextAttempt) return;
  const blobs: Blob[] = [];
  // Blobs of the same moment stay together, because the next notification starts after the last moment.
  for (const blob of listBlobs(tenant.dataset, subscription.contentType, webhook.notifiedUntil, now + 1, state.behaviour.maxBlobRecords)) {
    if (blobs.length >= maxBlobs && blob.created !== blobs.at(-1)?.created) break;
    blobs.push(blob);
  }
  const last = blobs.at(-1);
  if (!last) return;
  const success = await post(
    webhook,
    blobs.map((blob) => ({ tenantId: tenant.tenantId, clientId: tenant.clientId, ...item(blob) })),
  );
  for (const blob of blobs)
    subscription.notifications.push({ contentId: blob.contentId, contentCreated: blob.created, sent: now, success });
  subscription.notifications.splice(0, Math.max(0, subscription.notifications.length - 5000));
  if (success) {
    webhook.failures = 0;
    webhook.notifiedUntil = last.created + 1;
    return;
  }
  webhook.failures++;
  webhook.nextAttempt = now + 1000 * 2 ** webhook.failures;
  if (webhook.failures >= maxFailures) webhook.status = 'disabled';
}

/** Send what is new to every enabled webhook, once. */
export async function notifyWebhooks(
  state: State,
  item: (state: State, tenant: Tenant, blob: Blob) => Record<string, string>,
): Promise<void> {
  for (const tenant of state.tenants.values()) {
    for (const subscription of tenant.subscriptions.values()) {
      if (subscription.webhook && tenant.auditing && !tenant.removed)
        await notifyOne(state, tenant, subscription, subscription.webhook, (blob) => item(state, tenant, blob));
    }
  }
}
