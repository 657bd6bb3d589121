import { contentTypeSchema, type ContentType, type FetchedSource } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import type { Ingestion } from '../ingestion';
import type { CoverageDocument } from './coverage.schema';
import { commonIntervals, type Interval } from './intervals';

const toInterval = (row: Pick<CoverageDocument, 'start' | 'end'>): Interval => ({ start: row.start.getTime(), end: row.end.getTime() });

/** What has been read of one content type (or of a source without content types: null). */
export async function readCoverage(
  ctx: ReadContext,
  { stores }: Ingestion,
  source: FetchedSource,
  contentType: ContentType | null,
): Promise<Interval[]> {
  return (await stores.coverage.find(ctx, { source, content_type: contentType }).toArray()).map(toInterval);
}

/** What has been read of a source as a whole: of the unified log, what has been read of all its content types that count. */
export async function sourceCoverage(
  ctx: ReadContext,
  { stores }: Ingestion,
  source: FetchedSource,
  skipped: readonly ContentType[] = [],
): Promise<Interval[]> {
  return coverageOf(await stores.coverage.find(ctx, { source }).toArray(), source, skipped);
}

/** The same from rows at hand, all of this source and one tenant. Pure. */
export function coverageOf(
  rows: readonly Pick<CoverageDocument, 'content_type' | 'start' | 'end'>[],
  source: FetchedSource,
  skipped: readonly ContentType[] = [],
): Interval[] {
  if (source !== 'unified') return rows.map(toInterval);
  const types = contentTypeSchema.options.filter((type) => !skipped.includes(type));
  return commonIntervals(types.map((type) => rows.filter((row) => row.content_type === type).map(toInterval)));
}
