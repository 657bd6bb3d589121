import type { NormalizedEvent } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { eventIndex, toNormalized } from '@aoc/server/events';
import type { Ingestion } from '../ingestion';

const CHUNK = 100;

/** Takes the steps for new events in order. @returns what these have left to do once the events are stored */
export async function lookAtNew(
  ctx: TenantContext,
  { afterNew }: Ingestion,
  events: readonly NormalizedEvent[],
  batchId: string,
): Promise<() => Promise<void>> {
  const left: (() => Promise<void>)[] = [];
  for (const step of afterNew) {
    const later = await step(ctx, events, batchId);
    if (later) left.push(later);
  }
  return async () => {
    for (const later of left) await later();
  };
}

/** The same for events that a batch stored whose writer may have died before it did what was left. */
export async function lookAtStored(ctx: TenantContext, ingestion: Ingestion, keys: readonly string[], batchId: string): Promise<void> {
  if (ingestion.afterNew.length === 0) return;
  for (let at = 0; at < keys.length; at += CHUNK) {
    const filter = { dedupe_key: { $in: keys.slice(at, at + CHUNK) } };
    const stored = await ingestion.stores.events.find(ctx, filter, { hint: eventIndex.dedupe }).toArray();
    const onceStored = await lookAtNew(ctx, ingestion, stored.map(toNormalized), batchId);
    await onceStored();
  }
}
