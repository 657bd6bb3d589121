import type { CoverageGap, CoverageVerdict } from '@aoc/contracts';
import { Notice } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import { useZone } from '../../../shared/preferences';
import { shortDateTime, type Zone } from '../../../shared/time';
import { SOURCE_NAMES } from '../../../shared/source-status';

/** One phrase per source: the outermost ends of its gaps. */
function phrases(gaps: CoverageGap[], zone: Zone): string[] {
  const bySource = Object.groupBy(gaps, (gap) => `${gap.source} ${gap.state}`);
  return Object.values(bySource).flatMap((group = []) => {
    const first = group[0];
    if (!first) return [];
    const start = group.map((gap) => gap.start).reduce((a, b) => (a < b ? a : b));
    const end = group.map((gap) => gap.end).reduce((a, b) => (a > b ? a : b));
    const state = first.state === 'late' ? 'not read yet' : 'lost, Microsoft no longer has it';
    return [`${SOURCE_NAMES[first.source].name} ${shortDateTime(start, zone)} to ${shortDateTime(end, zone)} (${state})`];
  });
}

/** Says when the stored events do not cover all of the time that was asked for. */
export function CoverageNotice({ coverage }: { coverage: CoverageVerdict | undefined }) {
  const zone = useZone();
  if (!coverage || coverage.state === 'complete') return null;
  const missing = phrases(coverage.gaps, zone);
  return (
    <Notice
      tone="warn"
      className="mx-3 mb-2 py-1.5 sm:mx-4"
      action={
        <Link to="/sources" className="shrink-0 text-accent hover:underline">
          Sources
        </Link>
      }
    >
      {coverage.state === 'unknown' ? (
        'Nothing has been fetched for this time, so what is missing here may still have happened.'
      ) : (
        <>
          <strong className="font-semibold">Not complete:</strong> {missing.join('; ')}
        </>
      )}
    </Notice>
  );
}
