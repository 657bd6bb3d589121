import { fetchedSourceSchema, type CoverageGap, type CoverageVerdict } from '@aoc/contracts';
import { z } from 'zod';

const MAX_GAPS = 8;

/** How much of the asked time has been read, with the gaps of a source put together. */
export const coverageSchema = z.object({
  state: z.enum(['complete', 'partial', 'unknown']),
  gaps: z
    .array(
      z.object({
        source: fetchedSourceSchema,
        state: z.enum(['late', 'missing']),
        from: z.string(),
        to: z.string(),
        gaps: z.int().meta({ description: 'how many gaps lie between from and to' }),
      }),
    )
    .meta({ description: 'late: will still be read; missing: the API no longer has it' }),
});
type Coverage = z.infer<typeof coverageSchema>;

/** To the second: `2026-01-31T08:15:00Z`. */
export const seconds = (instant: string): string => instant.replace(/\.\d+Z$/, 'Z');

const earliest = (gaps: readonly CoverageGap[]): string => gaps.reduce((min, { start }) => (start < min ? start : min), '9');
const latest = (gaps: readonly CoverageGap[]): string => gaps.reduce((max, { end }) => (end > max ? end : max), '');

export function toCoverage({ state, gaps }: CoverageVerdict): Coverage {
  const groups = [...Map.groupBy(gaps, (gap) => `${gap.source} ${gap.state}`).values()];
  return {
    state,
    gaps: groups.slice(0, MAX_GAPS).flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const { source, state: kind } = first;
      return [{ source, state: kind, from: seconds(earliest(group)), to: seconds(latest(group)), gaps: group.length }];
    }),
  };
}

/** What an answer must add when nothing was found; empty when everything asked about was read. */
export function emptyNote(coverage: Coverage): string {
  if (coverage.state === 'complete') return 'Nothing matches, and the asked time is covered completely.';
  if (coverage.state === 'unknown') return 'Nothing matches among what is stored; nothing has been fetched yet, so this proves nothing.';
  const sources = [...new Set(coverage.gaps.map(({ source }) => source))].join(', ');
  return `Nothing stored matches, but part of this time has not been read from ${sources}: this does not prove that nothing happened.`;
}
