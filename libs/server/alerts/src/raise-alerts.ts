import type { Alert, NormalizedEvent } from '@aoc/contracts';
import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import type { AlertStore } from './alert.repository';
import { alertIndex } from './alert.schema';
import { toAlert } from './alert-wire';
import { joinIncidents } from './join-incidents';
import type { Hit } from './new-alert';
import { openTogether } from './open-together';
import { hash, pairOf, SlotOfHits, type Known } from './slot-of-hits';

export interface Raised {
  alert: Alert;
  event: NormalizedEvent;
  /** false when the event joined an alert that was there */
  isNew: boolean;
}

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

/**
 * Raises alerts for hits: repeats of one rule about one actor within the time of deduplication are one alert that grows. Repeating it,
 * also after a crash at any point and from several processes at once, ends with the same alerts.
 */
export async function raiseAlerts(caller: TenantContext, store: AlertStore, hits: readonly Hit[]): Promise<Raised[]> {
  const ctx: TenantContext = { ...caller, privacy: NO_PRIVACY_LIMITS };
  const bySlot = Map.groupBy(hits, (hit) => slotOf(ctx, hit));
  const known = await knownOf(ctx, store, bySlot);
  const outcomes = await openTogether(ctx, store, known, bySlot);
  const raiseSlot = async ([slot, own]: [string, Hit[]]): Promise<void> => {
    const one = new SlotOfHits(ctx, store, known, slot);
    await one.raise(own.filter((hit) => !outcomes.has(hit)));
    for (const [hit, outcome] of one.outcomes) outcomes.set(hit, outcome);
  };
  const waiting = [...bySlot].filter(([, own]) => own.some((hit) => !outcomes.has(hit)));
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
