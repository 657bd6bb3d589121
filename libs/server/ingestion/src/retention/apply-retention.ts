import { fromStorableRaw } from '@aoc/normalization';
import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import type { EventDocument } from '@aoc/server/events';
import path from 'node:path';
import type { Ingestion } from '../ingestion';
import { writeArchivePart } from './archive-part';
import { expiredEvents } from './expired-events';
import { finishRemoval, removeEvents } from './remove-events';

const DAY = 86_400_000;
const BATCH = 500;
/** Events of one archive file at most: their ids are held until it is written. */
const PART = 50_000;

type EventId = EventDocument['_id'];

const lineOf = ({ _id, raw, targets, ingest_batch: _batch, ...event }: EventDocument): string =>
  `${JSON.stringify({ ...event, targets: fromStorableRaw(targets), raw: fromStorableRaw(raw) })}\n`;

const dayOf = (event: EventDocument): string => event.timestamp.toISOString().slice(0, 10);

async function drain(lines: AsyncGenerator<string>): Promise<void> {
  while (!(await lines.next()).done) continue;
}

/** Groups of events that may be deleted, by their ids: as many as one batch takes, or one archive file each once that is written. */
async function* groups(ctx: TenantContext, ingestion: Ingestion, before: Date, signal: AbortSignal): AsyncGenerator<EventId[]> {
  const { archiveDir } = ingestion.settings;
  const whole = archiveDir !== '';
  const events = expiredEvents(ctx, ingestion, before, { whole, signal });
  let next = await events.next();
  while (!next.done) {
    const ids: EventId[] = [];
    const first = next.value;
    const lines = async function* (): AsyncGenerator<string> {
      while (!next.done && ids.length < (whole ? PART : BATCH) && (!whole || dayOf(next.value) === dayOf(first))) {
        ids.push(next.value._id);
        yield whole ? lineOf(next.value) : '';
        next = await events.next();
      }
    };
    if (whole) await writeArchivePart(path.join(archiveDir, ctx.tenantId), dayOf(first), lines());
    else await drain(lines());
    await ingestion.onRetention?.('archived');
    yield ids;
  }
}

/**
 * Deletes, oldest first and in small batches, the events of a tenant that are older than `days`; 0 deletes nothing. Tagged ones stay
 * when the settings say so, and those that wait for the SIEM until they are out. With `ARCHIVE_DIR` they are written to
 * `<tenant>/<day>.ndjson.gz` first, and only whole days (UTC) are taken, so that a day is one file as a rule. A crash between archive
 * and deletion archives an event twice, never not at all.
 * @returns how many were deleted
 */
export async function applyRetention(caller: TenantContext, ingestion: Ingestion, days: number, signal: AbortSignal): Promise<number> {
  const ctx: TenantContext = { ...caller, privacy: NO_PRIVACY_LIMITS };
  let deleted = await finishRemoval(ctx, ingestion);
  if (days <= 0) return deleted;
  const limit = ctx.clock.now().getTime() - days * DAY;
  const before = new Date(ingestion.settings.archiveDir === '' ? limit : Math.floor(limit / DAY) * DAY);
  for await (const ids of groups(ctx, ingestion, before, signal))
    for (let at = 0; at < ids.length && !signal.aborted; at += BATCH)
      deleted += await removeEvents(ctx, ingestion, ids.slice(at, at + BATCH));
  return deleted;
}
