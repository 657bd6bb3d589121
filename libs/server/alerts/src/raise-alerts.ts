import type { Alert, NormalizedEvent } from '@aoc/contracts';
import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import { isDuplicateKey } from '@aoc/server/mongo';
import { createHash } from 'node:crypto';
import type { AlertStore } from './alert.repository';
import { alertIndex, MAX_EVENT_KEYS, type AlertDocument } from './alert.schema';
import { toAlert } from './alert-wire';
import { joinIncidents } from './join-incidents';
import { newAlert, type Hit } from './new-alert';
import { leaveSlot, takeSlot, type SlotCache } from './take-slot';

export interface Raised {
  alert: Alert;
  event: NormalizedEvent;
  /** false when the event joined an alert that was there */
  isNew: boolean;
}

const hash = (...parts: unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 24);
const MAX_TRIES = 50;
/** Slots whose hits are raised at the same time. */
const AT_ONCE = 8;

/** Whom repeats are about: the group of a window, else the actor. */
export const slotOf = (ctx: TenantContext, { rule, event, window }: Hit): string =>
  hash(
    ctx.tenantId,
    rule.id,
    window && window.group !== ''
      ? ['group', window.group]
      : ['actor', (event.actor_upn ?? event.actor.id ?? event.actor_display ?? '').toLowerCase()],
  );

/** Adds what is new of a hit to an alert; its version is that of people's changes and stays. @returns the alert as it is then */
async function extend(ctx: TenantContext, { alerts }: AlertStore, found: AlertDocument, hit: Hit): Promise<AlertDocument | null> {
  let before: AlertDocument | null = found;
  for (let tries = 0; tries < MAX_TRIES && before; tries += 1) {
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
    const { matchedCount } = await alerts.updateOne(ctx, { _id: before._id, occurrences: before.occurrences }, { $set: change });
    if (matchedCount === 1) return { ...before, ...change };
    before = await alerts.findOne(ctx, { _id: before._id });
  }
  if (before) throw new Error(`the alert ${before._id} changes too fast to be extended`);
  return null;
}

/** What is known of hits before they are raised, read for all of them at once. */
interface Known {
  /** alert by rule and event: of the same event again, after a crash say */
  repeated: ReadonlyMap<string, string>;
  slots: SlotCache;
}

const pairOf = (ruleId: string, eventKey: string): string => `${ruleId} ${eventKey}`;

async function knownOf(ctx: TenantContext, { alerts, slots }: AlertStore, bySlot: ReadonlyMap<string, readonly Hit[]>): Promise<Known> {
  const hits = [...bySlot.values()].flat();
  const wanted = new Set(hits.map(({ event }) => event.dedupe_key));
  const [before, taken] = await Promise.all([
    alerts
      .find(ctx, { event_keys: { $in: [...wanted] } }, { projection: { rule_id: 1, event_keys: 1 }, hint: alertIndex.events })
      .toArray(),
    slots.find(ctx, { _id: { $in: [...bySlot.keys()] } }).toArray(),
  ]);
  const repeated = before.flatMap(({ _id, rule_id, event_keys }) =>
    event_keys.filter((key) => wanted.has(key)).map((key) => [pairOf(rule_id, key), _id] as const),
  );
  const known = new Map(taken.map((slot) => [slot._id, slot]));
  return { repeated: new Map(repeated), slots: new Map([...bySlot.keys()].map((slot) => [slot, known.get(slot) ?? null])) };
}

const isClosed = ({ status }: AlertDocument): boolean => status === 'resolved' || status === 'false_positive';

/** Where a hit goes: into an alert that is there, or into a new one of this id. */
type Place = { id: string; alert: AlertDocument | null };

/** The alert that a hit belongs to; one that was closed takes no more, so that what goes on after it is seen. */
async function placeOf(ctx: TenantContext, store: AlertStore, { repeated, slots }: Known, slot: string, hit: Hit): Promise<Place> {
  const { alerts } = store;
  const key = hit.event.dedupe_key;
  const seen = repeated.get(pairOf(hit.rule.id, key));
  if (seen !== undefined) return { id: seen, alert: await alerts.findOne(ctx, { _id: seen }) };
  const own = hash(slot, key);
  if (store.dedupeMs === 0 && !hit.window) return { id: own, alert: null };
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const id = await takeSlot(ctx, store, { slot, own, hit, cache: slots });
    if (id === own && tries === 0) return { id, alert: null };
    const alert = await alerts.findOne(ctx, { _id: id });
    if (!alert || alert.event_keys.includes(key)) return { id, alert };
    // Somebody may have raised this event since all hits were looked up, and closed it.
    const raised = await alerts.findOne(ctx, { event_keys: key, rule_id: hit.rule.id });
    if (raised) return { id: raised._id, alert: raised };
    if (!isClosed(alert)) return { id, alert };
    slots.delete(slot);
    await leaveSlot(ctx, store, slot, id);
  }
  throw new Error(`the alerts of ${hit.rule.id} are closed faster than they are raised`);
}

type Outcome = Pick<Raised, 'isNew'> & { alert: AlertDocument };

async function raiseOne(ctx: TenantContext, store: AlertStore, known: Known, slot: string, hit: Hit): Promise<Outcome | null> {
  const place = await placeOf(ctx, store, known, slot, hit);
  const grown = async (found: AlertDocument | null): Promise<Outcome | null> => {
    const alert = found && (await extend(ctx, store, found, hit));
    return alert && { alert, isNew: false };
  };
  if (place.alert) return grown(place.alert);
  const alert = newAlert(ctx, hit, place.id);
  try {
    await store.alerts.insertOne(ctx, alert);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return grown(await store.alerts.findOne(ctx, { _id: place.id }));
  }
  return { alert: { ...alert, tenant_id: ctx.tenantId }, isNew: true };
}

/**
 * Raises alerts for hits: repeats of one rule about one actor within the time of deduplication are one alert that grows. Repeating it,
 * also after a crash at any point and from several processes at once, ends with the same alerts.
 */
export async function raiseAlerts(caller: TenantContext, store: AlertStore, hits: readonly Hit[]): Promise<Raised[]> {
  const ctx: TenantContext = { ...caller, privacy: NO_PRIVACY_LIMITS };
  const bySlot = Map.groupBy(hits, (hit) => slotOf(ctx, hit));
  const known = await knownOf(ctx, store, bySlot);
  const outcomes = new Map<Hit, Outcome | null>();
  // Hits of one slot decide one after the other; slots have nothing to do with each other.
  const raiseSlot = async ([slot, own]: [string, Hit[]]): Promise<void> => {
    for (const hit of own) outcomes.set(hit, await raiseOne(ctx, store, known, slot, hit));
  };
  const waiting = [...bySlot];
  while (waiting.length > 0) await Promise.all(waiting.splice(0, AT_ONCE).map(raiseSlot));
  const done = hits.flatMap((hit) => {
    const outcome = outcomes.get(hit);
    return outcome ? [{ ...outcome, event: hit.event }] : [];
  });
  // Not only new ones: a crash may have come between an alert and its incident.
  const alone = new Map(done.filter(({ alert }) => alert.incident_id === alert._id).map(({ alert }) => [alert._id, alert]));
  const incidents = await joinIncidents(ctx, store, [...alone.values()]);
  return done.map(({ alert, event, isNew }) => ({
    alert: toAlert({ ...alert, incident_id: incidents.get(alert._id) ?? alert.incident_id }),
    event,
    isNew,
  }));
}
