import type { TenantContext } from '@aoc/server/context';
import { eventIndex, type EventDocument } from '@aoc/server/events';
import type { ScopedFilter } from '@aoc/server/mongo';
import type { Ingestion } from '../ingestion';
import { spared } from './remove-events';

const PAGE = 500;

/** Those of the keys whose events still wait for the SIEM. */
async function waitingKeys(ctx: TenantContext, { stores, settings }: Ingestion, keys: readonly string[]): Promise<Set<string>> {
  if (!settings.siemEnabled || (await stores.outbox.count(ctx, {}, 1)) === 0) return new Set();
  const rows = await stores.outbox.find(ctx, { keys: { $in: [...keys] } }, { projection: { keys: 1 } }).toArray();
  return new Set(rows.flatMap((row) => row.keys));
}

/**
 * Events of a tenant that happened before an instant and that nothing spares, oldest first. What still waits for the SIEM is passed over:
 * it goes out before it is deleted.
 * @param whole also the fields that only an archive needs
 */
export async function* expiredEvents(
  ctx: TenantContext,
  ingestion: Ingestion,
  before: Date,
  { whole, signal }: { whole: boolean; signal: AbortSignal },
): AsyncGenerator<EventDocument> {
  let position: ScopedFilter<EventDocument> = { timestamp: { $lt: before } };
  const projection = whole ? {} : { timestamp: 1, dedupe_key: 1 };
  while (!signal.aborted) {
    const filter = { ...position, ...spared(ingestion) };
    const options = { sort: { timestamp: 1, _id: 1 }, limit: PAGE, hint: eventIndex.newest, projection } as const;
    const page = await ingestion.stores.events.find(ctx, filter, options).toArray();
    const last = page.at(-1);
    if (!last) return;
    const keys = page.map((event) => event.dedupe_key);
    const waiting = await waitingKeys(ctx, ingestion, keys);
    for (const event of page) if (!waiting.has(event.dedupe_key)) yield event;
    const { timestamp, _id } = last;
    position = { timestamp: { $gte: timestamp, $lt: before }, $or: [{ timestamp: { $gt: timestamp } }, { _id: { $gt: _id } }] };
  }
}
