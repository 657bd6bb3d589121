import type { CoverageVerdict } from '@aoc/contracts';
import { Popover, StatusDot, type Tone } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import { useZone } from '../../../shared/preferences';
import { shortDateTime } from '../../../shared/time';
import { SOURCE_NAMES } from '../../../shared/source-status';
import { coverageSummary, gapsBySource } from '../../../shared/coverage-words';

const TONES: Record<CoverageVerdict['state'], Tone> = { complete: 'good', partial: 'warn', unknown: 'neutral' };

/** Which part of the asked time the stored events cover, in a few words; the rest on a press. */
export function CoverageBadge({ coverage }: { coverage: CoverageVerdict | undefined }) {
  const zone = useZone();
  if (!coverage) return null;
  const format = (instant: string) => shortDateTime(instant, zone);
  return (
    <Popover
      label="Coverage of this time"
      className="w-96 p-3"
      trigger={(props) => (
        <button
          type="button"
          className="flex h-7 max-w-full min-w-0 items-center gap-1.5 rounded px-1.5 text-xs text-soft hover:bg-hover hover:text-ink"
          {...props}
        >
          <StatusDot tone={TONES[coverage.state]} />
          <span className="truncate">{coverageSummary(coverage, format)}</span>
        </button>
      )}
    >
      {() => (
        <div className="flex flex-col gap-2 text-[0.8125rem]">
          <h2 className="text-sm font-semibold">How complete is this?</h2>
          {coverage.state === 'complete' && (
            <p className="text-soft">All of the asked time has been read from every source that is switched on.</p>
          )}
          {coverage.state === 'unknown' && (
            <p className="text-soft">Nothing has been fetched for this time, so what is missing here may still have happened.</p>
          )}
          {coverage.gaps.length > 0 && (
            <ul className="flex flex-col gap-1.5">
              {gapsBySource(coverage.gaps).map(({ source, state, start, end }) => (
                <li key={`${source} ${state}`} className="flex flex-col">
                  <span className="font-medium">{SOURCE_NAMES[source].name}</span>
                  <span className="text-soft tabular-nums">
                    {format(start)} – {format(end)}: {state === 'late' ? 'not read yet, will follow' : 'lost, Microsoft no longer has it'}
                  </span>
                </li>
              ))}
            </ul>
          )}
          <Link to="/sources" className="text-accent hover:underline">
            Sources and coverage
          </Link>
        </div>
      )}
    </Popover>
  );
}
