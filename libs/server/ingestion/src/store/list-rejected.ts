import { DomainError, type RejectedRecord, type Source } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import { z } from 'zod';
import type { Ingestion } from '../ingestion';
import type { RejectedRecordDocument } from './rejected-record.schema';

const cursorSchema = z.tuple([z.iso.datetime(), z.string().regex(/^[0-9a-f]{64}$/)]);
const MAX_COUNT = 10_000;

const encode = (row: RejectedRecordDocument): string =>
  Buffer.from(JSON.stringify([row.last_seen.toISOString(), row._id])).toString('base64url');

function decode(cursor: string): { last_seen: Date; id: string } {
  try {
    const [time, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { last_seen: new Date(time), id };
  } catch (cause) {
    throw new DomainError('bad_cursor', 'The cursor is not one that this list gave out. Start again without a cursor.', { cause });
  }
}

const toWire = (row: RejectedRecordDocument): RejectedRecord => ({
  id: row._id,
  source: row.source,
  reason: row.reason,
  detail: row.detail,
  record: row.record,
  location: row.location,
  occurrences: row.occurrences,
  first_seen: row.first_seen.toISOString(),
  last_seen: row.last_seen.toISOString(),
});

/**
 * Records that could not become events, newest first; the total is counted up to 10,000.
 * @throws DomainError bad_cursor
 */
export async function listRejectedRecords(
  ctx: ReadContext,
  { stores }: Ingestion,
  query: { source?: Source; cursor?: string; page_size: number },
): Promise<{ items: RejectedRecord[]; next_cursor: string | null; total: number }> {
  const scope = query.source ? { source: query.source } : {};
  const after = query.cursor === undefined ? null : decode(query.cursor);
  const position = after ? { $or: [{ last_seen: { $lt: after.last_seen } }, { last_seen: after.last_seen, _id: { $lt: after.id } }] } : {};
  const [rows, total] = await Promise.all([
    stores.rejected.find(ctx, { ...scope, ...position }, { sort: { last_seen: -1, _id: -1 }, limit: query.page_size + 1 }).toArray(),
    stores.rejected.count(ctx, scope, MAX_COUNT),
  ]);
  const page = rows.slice(0, query.page_size);
  const last = page.at(-1);
  return { items: page.map(toWire), next_cursor: rows.length > page.length && last ? encode(last) : null, total };
}
