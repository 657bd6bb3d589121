import type { TenantContext } from '@aoc/server/context';
import { isDuplicateKey } from '@aoc/server/mongo';
import type { AlertStore } from './alert.repository';
import type { AlertSlotDocument } from './alert.schema';
import type { Hit } from './new-alert';

const DAY = 86_400_000;
/** Late records may still join: the unified log is sometimes days behind. */
const KEPT_MS = 7 * DAY;
const MAX_SPANS = 20;
const MAX_TRIES = 100;

/** Slots as they were last seen; a decision on an old one is refused by its revision and made again. */
export type SlotCache = Map<string, AlertSlotDocument | null>;
type Span = AlertSlotDocument['spans'][number];

/** The span that a stretch of event time belongs to: it overlaps, or is no farther away than `gapMs`. Pure. */
export const spanFor = (spans: readonly Span[], first: Date, last: Date, gapMs: number): Span | undefined =>
  spans.find((span) => first.getTime() <= span.last.getTime() + gapMs && last.getTime() >= span.first.getTime() - gapMs);

/** Spans with the stretch in them, each alert once, the newest {@link MAX_SPANS}. Pure. */
export function withSpan(spans: readonly Span[], added: Span): Span[] {
  const known = spans.find(({ alert_id }) => alert_id === added.alert_id);
  const merged: Span = known
    ? {
        alert_id: added.alert_id,
        first: known.first < added.first ? known.first : added.first,
        last: known.last > added.last ? known.last : added.last,
      }
    : added;
  return [...spans.filter(({ alert_id }) => alert_id !== added.alert_id), merged]
    .sort((a, b) => a.last.getTime() - b.last.getTime())
    .slice(-MAX_SPANS);
}

/** Writes a decision made on `revision` (undefined: there was no slot). @returns false when another writer was faster */
async function stored(
  ctx: TenantContext,
  { slots }: AlertStore,
  revision: number | undefined,
  { tenant_id: _tenant, _id, ...decision }: AlertSlotDocument,
): Promise<boolean> {
  if (revision !== undefined) return (await slots.updateOne(ctx, { _id, revision }, { $set: decision })).matchedCount === 1;
  try {
    await slots.insertOne(ctx, { _id, ...decision });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/** Alerts that hits of one slot belong to: one whose span is near, else a new one named by `ownId`. Pure. */
export function decided(spans: readonly Span[], hits: readonly Hit[], dedupeMs: number, ownId: (hit: Hit) => string) {
  const ids = new Map<Hit, string>();
  let after = spans;
  for (const hit of hits) {
    const { first, last } = hit;
    const joined = spanFor(after, first, last, dedupeMs);
    const alert_id = joined?.alert_id ?? ownId(hit);
    ids.set(hit, alert_id);
    if (!joined || first < joined.first || last > joined.last) after = withSpan(after, { alert_id, first, last });
  }
  return { ids, spans: after };
}

/** A slot with a decision in it. Pure. */
export const nextSlot = (ctx: TenantContext, slot: string, known: AlertSlotDocument | null, spans: readonly Span[]): AlertSlotDocument => ({
  _id: slot,
  tenant_id: ctx.tenantId,
  revision: (known?.revision ?? 0) + 1,
  spans: [...spans],
  expires: new Date(ctx.clock.now().getTime() + KEPT_MS),
});

/**
 * Decides which alerts hits belong to: one whose span is near, else a new one named by `ownId`. Writers of one slot decide one after the
 * other, because each changes the revision that the next must know; the first try is made on what `cache` holds.
 */
export async function takeSlot(
  ctx: TenantContext,
  store: AlertStore,
  { slot, hits, ownId, cache }: { slot: string; hits: readonly Hit[]; ownId: (hit: Hit) => string; cache: SlotCache },
): Promise<Map<Hit, string>> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const known = tries === 0 && cache.has(slot) ? cache.get(slot) : await store.slots.findOne(ctx, { _id: slot });
    const before = known?.spans ?? [];
    const { ids, spans } = decided(before, hits, store.dedupeMs, ownId);
    if (spans === before) return ids;
    const next = nextSlot(ctx, slot, known ?? null, spans);
    if (!(await stored(ctx, store, known?.revision, next))) continue;
    cache.set(slot, next);
    return ids;
  }
  throw new Error('too many writers decide on the same alert');
}

/** A closed alert takes no more repeats: what comes after it is a new alert. */
export async function leaveSlot(ctx: TenantContext, { slots }: AlertStore, slot: string, alertId: string): Promise<void> {
  await slots.updateOne(ctx, { _id: slot }, { $pull: { spans: { alert_id: alertId } }, $inc: { revision: 1 } });
}
