import type { CoverageGap, CoverageVerdict } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import { Memory, Recall } from '@aoc/server/events';
import type { SourceStateDocument } from '../fetch/source-state.schema';
import type { Ingestion } from '../ingestion';
import { coverageGaps } from './coverage-gaps';
import { limitsOf } from './limits';
import type { CoverageDocument } from './coverage.schema';
import type { Interval } from './intervals';
import { coverageOf } from './read-coverage';

/** Most gaps that a verdict names. */
const MAX_GAPS = 100;
/** Newest stretch that is not counted as a gap: two intervals and the time of a run. */
export const graceOf = ({ settings }: Ingestion): number => 2 * settings.intervalMs + 120_000;

/** Gaps of one source within the asked time, given what was read of it; none when nothing is expected of it yet. */
export function sourceGaps(
  ctx: ReadContext,
  ingestion: Ingestion,
  state: Pick<SourceStateDocument, 'source' | 'since'>,
  covered: Interval[],
  range: { start?: Date; end?: Date },
): CoverageGap[] {
  if (!state.since) return [];
  const now = ctx.clock.now().getTime();
  return coverageGaps({
    source: state.source,
    start: range.start?.getTime() ?? null,
    end: range.end?.getTime() ?? now,
    since: state.since.getTime(),
    covered,
    now,
    graceMs: graceOf(ingestion),
    maxAgeMs: limitsOf(state.source).maxAgeMs,
  });
}

/** What has been read of the sources that anything is wanted of. */
interface KnownSources {
  states: Pick<SourceStateDocument, 'tenant_id' | 'source' | 'since' | 'skipped_types'>[];
  rows: Pick<CoverageDocument, 'tenant_id' | 'source' | 'content_type' | 'start' | 'end'>[];
}
const remembered = new Memory<KnownSources>('coverage', 50_000, ({ states, rows }) => states.length + rows.length);

async function readSources(ctx: ReadContext, { stores }: Ingestion): Promise<KnownSources> {
  const wanted = { projection: { _id: 0, tenant_id: 1, source: 1, since: 1, skipped_types: 1 } };
  const read = { projection: { _id: 0, tenant_id: 1, source: 1, content_type: 1, start: 1, end: 1 } };
  const [states, rows] = await Promise.all([
    stores.states.find(ctx, { since: { $ne: null } }, wanted).toArray(),
    stores.coverage.find(ctx, {}, read).toArray(),
  ]);
  return { states, rows };
}

/** How much of the asked time has been read, over all sources that are switched on. No query of its own while nothing more is read. */
export async function coverageVerdict(
  ctx: ReadContext,
  ingestion: Ingestion,
  range: { start?: Date; end?: Date },
  recall: Recall = new Recall(ctx, ingestion.stores),
): Promise<CoverageVerdict> {
  const { states, rows } = await recall.of(remembered, '', () => readSources(ctx, ingestion));
  const expected = states.filter(({ source }) => ingestion.settings.sources.includes(source));
  if (expected.length === 0) return { state: 'unknown', gaps: [] };
  const gaps = expected.flatMap((state) => {
    const own = rows.filter(({ tenant_id, source }) => tenant_id === state.tenant_id && source === state.source);
    return sourceGaps(ctx, ingestion, state, coverageOf(own, state.source, state.skipped_types), range);
  });
  return { state: gaps.length === 0 ? 'complete' : 'partial', gaps: gaps.slice(0, MAX_GAPS) };
}
