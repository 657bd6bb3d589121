import type { CoverageGap, CoverageVerdict } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import type { SourceStateDocument } from '../fetch/source-state.schema';
import type { Ingestion } from '../ingestion';
import { coverageGaps } from './coverage-gaps';
import { limitsOf } from './limits';
import { sourceCoverage } from './read-coverage';

/** Most gaps that a verdict names. */
const MAX_GAPS = 100;
/** Newest stretch that is not counted as a gap: two intervals and the time of a run. */
export const graceOf = ({ settings }: Ingestion): number => 2 * settings.intervalMs + 120_000;

/** Gaps of one source within the asked time; none when nothing is expected of it yet. */
export async function sourceGaps(
  ctx: ReadContext,
  ingestion: Ingestion,
  state: Pick<SourceStateDocument, 'source' | 'since' | 'skipped_types'>,
  range: { start?: Date; end?: Date },
): Promise<CoverageGap[]> {
  if (!state.since) return [];
  const now = ctx.clock.now().getTime();
  return coverageGaps({
    source: state.source,
    start: range.start?.getTime() ?? null,
    end: range.end?.getTime() ?? now,
    since: state.since.getTime(),
    covered: await sourceCoverage(ctx, ingestion, state.source, state.skipped_types),
    now,
    graceMs: graceOf(ingestion),
    maxAgeMs: limitsOf(state.source).maxAgeMs,
  });
}

/** How much of the asked time has been read, over all sources that are switched on. */
export async function coverageVerdict(
  ctx: ReadContext,
  ingestion: Ingestion,
  range: { start?: Date; end?: Date },
): Promise<CoverageVerdict> {
  const rows = await ingestion.stores.states.find(ctx, { since: { $ne: null } }).toArray();
  const states = rows.filter((row) => ingestion.settings.sources.includes(row.source));
  if (states.length === 0) return { state: 'unknown', gaps: [] };
  const found = await Promise.all(states.map((state) => sourceGaps({ ...ctx, tenants: [state.tenant_id] }, ingestion, state, range)));
  const gaps = found.flat();
  return { state: gaps.length === 0 ? 'complete' : 'partial', gaps: gaps.slice(0, MAX_GAPS) };
}
