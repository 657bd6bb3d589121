import type { Alert, MatchedCondition, NormalizedEvent, RuleBody } from '@aoc/contracts';
import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import { createHash } from 'node:crypto';
import { isDuplicateKey } from '@aoc/server/mongo';
import { MAX_EVENT_KEYS, SEVERITIES, type AlertDocument } from './alert.schema';
import type { AlertStore } from './alert.repository';
import { toAlert } from './alert-wire';
import { joinIncident, tiesOf } from './join-incident';
import { leaveSlot, takeSlot } from './take-slot';

/** One reason to raise an alert: a rule that an event matched, or whose window it crossed. */
export interface Hit {
  rule: { id: string; version: number; body: RuleBody };
  event: NormalizedEvent;
  matched: readonly MatchedCondition[];
  /** dedupe keys of all events concerned, in order; of a rule without window only the event's */
  eventKeys: readonly string[];
  first: Date;
  last: Date;
  lateBySeconds: number;
  window: { count: number; group: string } | null;
}

export interface Raised {
  alert: Alert;
  event: NormalizedEvent;
  /** false when the event joined an alert that was there */
  isNew: boolean;
}

const hash = (...parts: unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 24);
const MAX_TRIES = 50;

/** Whom repeats are about: the group of a window, else the actor. */
export const slotOf = (ctx: TenantContext, { rule, event, window }: Hit): string =>
  hash(
    ctx.tenantId,
    rule.id,
    window && window.group !== ''
      ? ['group', window.group]
      : ['actor', (event.actor_upn ?? event.actor.id ?? event.actor_display ?? '').toLowerCase()],
  );

function messageOf({ rule, event, window }: Hit): string {
  const what = rule.body.message === '' ? rule.body.name : rule.body.message;
  return window && window.count > 1 ? `${what} (${window.count}): ${event.display_summary}` : `${what}: ${event.display_summary}`;
}

function newAlert(ctx: TenantContext, hit: Hit, id: string): Omit<AlertDocument, 'tenant_id'> {
  const { rule, event, window } = hit;
  const now = ctx.clock.now();
  return {
    _id: id,
    timestamp: now,
    rule_id: rule.id,
    rule_name: rule.body.name,
    rule_version: rule.version,
    severity: rule.body.severity,
    rank: SEVERITIES.indexOf(rule.body.severity),
    techniques: rule.body.techniques,
    tags: rule.body.tags,
    message: messageOf(hit).slice(0, 2000),
    guidance: rule.body.guidance,
    event_id: event.id,
    event_key: event.dedupe_key,
    event_keys: hit.eventKeys.slice(-MAX_EVENT_KEYS),
    summary: event.display_summary,
    service: event.service,
    operation: event.operation,
    actor: event.actor_display,
    actor_upn: event.actor_upn,
    actor_folded: `${event.actor_display ?? ''}\n${event.actor_upn ?? ''}`.toLowerCase(),
    targets: event.target_displays.slice(0, 50),
    entity_keys: event.entity_keys.slice(0, 200),
    tied_by: tiesOf(event),
    status: 'open',
    assignee: null,
    occurrences: hit.eventKeys.length,
    first_seen: hit.first,
    last_seen: hit.last,
    late_by_seconds: hit.lateBySeconds,
    matched: [...hit.matched],
    window: window && { ...window, first: hit.first, last: hit.last },
    comments: [],
    history: [{ at: now, by: 'AOC', change: 'raised', from: null, to: 'open', reason: null }],
    close_reason: null,
    acknowledged_at: null,
    closed_at: null,
    notified_at: null,
    incident_id: id,
    version: 1,
  };
}

/** Adds what is new of a hit to an alert; its version is that of people's changes and stays. @returns the alert as it is then */
async function extend(ctx: TenantContext, { alerts }: AlertStore, id: string, hit: Hit): Promise<AlertDocument | null> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const before = await alerts.findOne(ctx, { _id: id });
    if (!before) return null;
    const known = new Set(before.event_keys);
    const added = hit.eventKeys.filter((key) => !known.has(key));
    if (added.length === 0) return before;
    const first_seen = hit.first < before.first_seen ? hit.first : before.first_seen;
    const last_seen = hit.last > before.last_seen ? hit.last : before.last_seen;
    const window =
      before.window && hit.window
        ? { ...before.window, count: Math.max(before.window.count, hit.window.count), first: first_seen, last: last_seen }
        : before.window;
    const change = {
      event_keys: [...before.event_keys, ...added].slice(-MAX_EVENT_KEYS),
      occurrences: before.occurrences + added.length,
      first_seen,
      last_seen,
      window,
    };
    const { matchedCount } = await alerts.updateOne(ctx, { _id: id, occurrences: before.occurrences }, { $set: change });
    if (matchedCount === 1) return { ...before, ...change };
  }
  throw new Error(`the alert ${id} changes too fast to be extended`);
}

/** The alert that a hit belongs to; one that was closed takes no more, so that what goes on after it is seen. */
async function alertIdOf(ctx: TenantContext, store: AlertStore, hit: Hit): Promise<string> {
  // The same event again, after a crash say: its alert is there, open or closed.
  const repeated = await store.alerts.findOne(ctx, { event_keys: hit.event.dedupe_key, rule_id: hit.rule.id });
  if (repeated) return repeated._id;
  const slot = slotOf(ctx, hit);
  const own = hash(slot, hit.event.dedupe_key);
  if (store.dedupeMs === 0 && !hit.window) return own;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const id = await takeSlot(ctx, store, { slot, own, hit });
    const known = await store.alerts.findOne(ctx, { _id: id }, { projection: { status: 1 } });
    if (known?.status !== 'resolved' && known?.status !== 'false_positive') return id;
    await leaveSlot(ctx, store, slot, id);
  }
  throw new Error(`the alerts of ${hit.rule.id} are closed faster than they are raised`);
}

async function raiseOne(ctx: TenantContext, store: AlertStore, hit: Hit): Promise<Raised | null> {
  const id = await alertIdOf(ctx, store, hit);
  const extended = await extend(ctx, store, id, hit);
  if (extended) return { alert: toAlert(extended), event: hit.event, isNew: false };
  const alert = newAlert(ctx, hit, id);
  try {
    await store.alerts.insertOne(ctx, alert);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const joined = await extend(ctx, store, id, hit);
    return joined && { alert: toAlert(joined), event: hit.event, isNew: false };
  }
  const incident_id = await joinIncident(ctx, store, { ...alert, tenant_id: ctx.tenantId });
  return { alert: toAlert({ ...alert, incident_id, tenant_id: ctx.tenantId }), event: hit.event, isNew: true };
}

/**
 * Raises alerts for hits: repeats of one rule about one actor within the time of deduplication are one alert that grows. Repeating it,
 * also after a crash at any point and from several processes at once, ends with the same alerts.
 */
export async function raiseAlerts(caller: TenantContext, store: AlertStore, hits: readonly Hit[]): Promise<Raised[]> {
  const ctx: TenantContext = { ...caller, privacy: NO_PRIVACY_LIMITS };
  const raised: Raised[] = [];
  for (const hit of hits) {
    const one = await raiseOne(ctx, store, hit);
    if (one) raised.push(one);
  }
  return raised;
}
