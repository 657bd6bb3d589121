import { DomainError, noSuch } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { SecretError } from '@aoc/server/secrets';
import { randomUUID } from 'node:crypto';
import { loadChannel, type OpenChannel } from '../channels/load-channel';
import type { Notifications } from '../notifications';
import type { Message, MessageAlert } from '../payload/message';
import { ensureState } from './rest';
import { failed, type SendOutcome } from './send-outcome';
import { sendMessage } from './send-message';

/** Least time between two tests of a channel, in milliseconds. */
const EVERY_MS = 5000;

/** @throws DomainError rate_limited */
async function takeTurn(ctx: TenantContext, n: Notifications, channelId: string): Promise<void> {
  const _id = await ensureState(ctx, n, channelId);
  const now = ctx.clock.now();
  const before = { $lte: new Date(now.getTime() - EVERY_MS) };
  if ((await n.stores.states.updateOne(ctx, { _id, tested_at: before }, { $set: { tested_at: now } })).matchedCount === 1) return;
  throw new DomainError('rate_limited', 'This channel was tested a moment ago. Wait five seconds.', { retryAfterSeconds: EVERY_MS / 1000 });
}

async function testMessage(ctx: TenantContext, n: Notifications): Promise<Message> {
  const now = ctx.clock.now().toISOString();
  const alert: MessageAlert = {
    alert_id: 'test',
    rule_id: 'test',
    rule_name: 'Test message',
    severity: 'informational',
    message: 'This is a test of a notification channel. Nothing has happened.',
    guidance: '',
    summary: '',
    service: 'AOC',
    operation: 'Test notification channel',
    actor: ctx.actor.display,
    targets: [],
    raised_at: now,
    event_id: 'test',
    event_dedupe_key: '',
    event_at: now,
    occurrences: 1,
    matched: [],
    techniques: [],
    tags: [],
    reopened: false,
    withheld: false,
    result: 'success',
    url: n.publicUrl === '' ? null : `${n.publicUrl}/alerts`,
  };
  const { branding, name } = await n.choicesOf(ctx.tenantId);
  const sender = { branding, tenant: name };
  return { id: randomUUID(), tenantId: ctx.tenantId, title: '[TEST] Message from AOC', alerts: [alert], count: 1, test: true, sender };
}

async function channelToTest(ctx: TenantContext, n: Notifications, id: string): Promise<OpenChannel | SendOutcome> {
  try {
    const open = await loadChannel(ctx, n, id);
    if (!open) throw noSuch('such channel');
    return open;
  } catch (error) {
    if (error instanceof SecretError) return failed(error.message, false);
    throw error;
  }
}

/**
 * Sends a test message now: one try, past the outbox, also to a channel that is switched off.
 * @returns whether it arrived; `ms` is the time that it took
 * @throws DomainError not_found; rate_limited when the channel was tested less than five seconds ago
 */
export async function testChannel(ctx: TenantContext, n: Notifications, id: string): Promise<{ ok: boolean; detail: string; ms: number }> {
  const open = await channelToTest(ctx, n, id);
  await takeTurn(ctx, n, id);
  const started = performance.now();
  const outcome = 'ok' in open ? open : await sendMessage(ctx, n, open, await testMessage(ctx, n), new AbortController().signal);
  return { ok: outcome.ok, detail: outcome.detail, ms: Math.round(performance.now() - started) };
}
