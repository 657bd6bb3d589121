import type { TenantContext } from '@aoc/server/context';
import type { AlertStore } from './alert.repository';
import type { AlertDocument, AlertSlotDocument } from './alert.schema';
import type { Hit } from './new-alert';
import { opened, ownIdOf, pairOf, type Known, type Outcome } from './slot-of-hits';
import { decided, nextSlot } from './take-slot';

interface Opening {
  slot: AlertSlotDocument;
  alerts: { alert: AlertDocument; hits: readonly Hit[] }[];
}

/** What hits that nobody has seen before open. Pure. */
function opening(ctx: TenantContext, dedupeMs: number, slot: string, hits: readonly Hit[]): Opening {
  const { ids, spans } = decided([], hits, dedupeMs, (hit) => ownIdOf(slot, hit));
  const alerts = [...Map.groupBy(hits, (hit) => ids.get(hit) ?? '')].flatMap(([id, [first, ...others]]) =>
    first ? [{ alert: opened(ctx, id, first, others), hits: [first, ...others] }] : [],
  );
  return { slot: nextSlot(ctx, slot, null, spans), alerts };
}

/**
 * Raises the hits of slots that are not there yet, and of whose events nothing is known, in two writes: most hits are of this kind.
 * As with single slots the decision is written first, so that others decide after it.
 * @returns what became of hits; those that another writer was faster with are not among them and are decided anew
 */
export async function openTogether(
  ctx: TenantContext,
  store: AlertStore,
  known: Known,
  bySlot: ReadonlyMap<string, readonly Hit[]>,
): Promise<Map<Hit, Outcome>> {
  if (store.dedupeMs === 0) return new Map();
  const fresh = [...bySlot].filter(
    ([slot, hits]) =>
      known.slots.get(slot) === null && hits.every(({ rule, event }) => !known.repeated.has(pairOf(rule.id, event.dedupe_key))),
  );
  const openings = fresh.map(([slot, hits]) => opening(ctx, store.dedupeMs, slot, hits));
  const slotsTaken = await store.slots.insertMany(
    ctx,
    openings.map(({ slot: { tenant_id: _tenant, ...slot } }) => slot),
  );
  const mine = openings.filter((_one, index) => !slotsTaken.has(index));
  for (const { slot } of mine) known.slots.set(slot._id, slot);
  for (const index of slotsTaken) known.slots.delete(openings[index]?.slot._id ?? '');
  const alerts = mine.flatMap((one) => one.alerts);
  const alertsTaken = await store.alerts.insertMany(
    ctx,
    alerts.map(({ alert: { tenant_id: _tenant, ...alert } }) => alert),
  );
  const stored = alerts.filter((_one, index) => !alertsTaken.has(index));
  return new Map(stored.flatMap(({ alert, hits }) => hits.map((hit, index) => [hit, { alert, isNew: index === 0 }] as const)));
}
