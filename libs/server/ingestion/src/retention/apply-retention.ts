import { fromStorableRaw } from '@aoc/normalization';
import type { TenantContext } from '@aoc/server/context';
import { eventIndex, type EventDocument } from '@aoc/server/events';
import { appendFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Ingestion } from '../ingestion';
import { discountFacets } from './discount-facets';

const DAY = 86_400_000;
const BATCH = 500;
const pack = promisify(gzip);

const lineOf = ({ _id, raw, targets, ...event }: EventDocument): string =>
  `${JSON.stringify({ ...event, targets: fromStorableRaw(targets), raw: fromStorableRaw(raw) })}\n`;

/**
 * Appends events to `ARCHIVE_DIR/<tenant>/<day>.ndjson.gz` by the day they happened. Gzip members follow one another in a file;
 * a crash between archive and deletion writes an event twice, never not at all.
 */
async function archive(folder: string, ctx: TenantContext, events: readonly EventDocument[]): Promise<void> {
  const days = Map.groupBy(events, (event) => event.timestamp.toISOString().slice(0, 10));
  await mkdir(path.join(folder, ctx.tenantId), { recursive: true });
  for (const [day, rows] of days) {
    const packed = await pack(rows.map(lineOf).join(''));
    await appendFile(path.join(folder, ctx.tenantId, `${day}.ndjson.gz`), packed);
  }
}

/**
 * Deletes, oldest first and in small batches, the events of a tenant that are older than `days`; 0 deletes nothing. Tagged ones stay
 * when the settings say so.
 * @returns how many were deleted
 */
export async function applyRetention(ctx: TenantContext, ingestion: Ingestion, days: number, signal: AbortSignal): Promise<number> {
  if (days <= 0) return 0;
  const { stores, settings } = ingestion;
  const before = new Date(ctx.clock.now().getTime() - days * DAY);
  const filter = { timestamp: { $lt: before }, ...(settings.retentionKeepTagged ? { tags: { $size: 0 } } : {}) };
  let deleted = 0;
  while (!signal.aborted) {
    const events = await stores.events
      .find(ctx, filter, { sort: { timestamp: 1, _id: 1 }, limit: BATCH, hint: eventIndex.newest })
      .toArray();
    if (events.length === 0) break;
    if (settings.archiveDir !== '') await archive(settings.archiveDir, ctx, events);
    const removed = await stores.events.deleteMany(ctx, { _id: { $in: events.map((event) => event._id) }, ...filter });
    await discountFacets(ctx, ingestion, events);
    deleted += removed;
  }
  return deleted;
}
