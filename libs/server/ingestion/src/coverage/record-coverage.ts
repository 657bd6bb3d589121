import type { ContentType, FetchedSource } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { touchCoverage } from '@aoc/server/events';
import type { Ingestion } from '../ingestion';

/** A slice that was read to its end and whose records are stored. */
export interface ReadSlice {
  source: FetchedSource;
  contentType: ContentType | null;
  start: Date;
  end: Date;
  records: number;
  blobs: number;
}

/**
 * Notes that a slice has been read. Rows that it touches are merged with it, so that their number stays small; the merged row is
 * written before the absorbed ones go, so that a crash never loses coverage.
 */
export async function recordCoverage(ctx: TenantContext, { stores }: Ingestion, slice: ReadSlice): Promise<void> {
  const { source, contentType, start, end } = slice;
  const touching = await stores.coverage
    .find(ctx, { source, content_type: contentType, start: { $lte: end }, end: { $gte: start } })
    .toArray();
  const from = new Date(Math.min(start.getTime(), ...touching.map((row) => row.start.getTime())));
  const to = new Date(Math.max(end.getTime(), ...touching.map((row) => row.end.getTime())));
  const sum = (field: 'records' | 'blobs'): number => touching.reduce((total, row) => total + row[field], slice[field]);
  const _id = `${ctx.tenantId}|${source}|${contentType ?? ''}|${from.toISOString()}`;
  const read = { end: to, records: sum('records'), blobs: sum('blobs'), read_at: ctx.clock.now() };
  await stores.coverage.updateOne(ctx, { _id }, { $set: { source, content_type: contentType, start: from, ...read } }, { upsert: true });
  const absorbed = touching.map((row) => row._id).filter((id) => id !== _id);
  if (absorbed.length > 0) await stores.coverage.deleteMany(ctx, { _id: { $in: absorbed } });
  await touchCoverage(ctx, stores);
}
