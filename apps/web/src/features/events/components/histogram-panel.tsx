import { ChevronDown, cx, Segmented, Skeleton } from '@aoc/web/ui';
import { count } from '../../../shared/numbers';
import { usePreference, useZone } from '../../../shared/preferences';
import { shortDateTime } from '../../../shared/time';
import { useHistogram, type HistogramSplit } from '../api/event-histogram';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { barsOf, gapsOf, seriesOf, type Series } from '../model/histogram';
import { HistogramBars } from './histogram-bars';

interface HistogramPanelProps {
  filters: EventFilters;
  onRange: (start: string, end: string) => void;
}

const BUCKETS = 80;
const SPLITS = [
  { value: 'none', label: 'All' },
  { value: 'service', label: 'Service' },
  { value: 'result', label: 'Result' },
] as const;
type SplitChoice = (typeof SPLITS)[number]['value'];
const splitOf = (text: string | null): SplitChoice => SPLITS.find(({ value }) => value === text)?.value ?? 'result';

function Legend({ series }: { series: Series[] }) {
  return (
    <ul aria-label="Legend" className="flex min-w-0 flex-1 items-center gap-x-3 overflow-hidden text-xs text-soft max-sm:hidden">
      {series.map(({ name, count: total, colour }) => (
        <li key={name} className="flex min-w-0 items-center gap-1.5">
          <span aria-hidden className="size-2 shrink-0 rounded-[2px]" style={{ background: colour }} />
          <bdi className="truncate">{name}</bdi>
          <span className="text-faint tabular-nums">{count(total)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Matching events over time; dragging over it narrows the time. Of fixed height, whatever is known. */
export function HistogramPanel({ filters, onRange }: HistogramPanelProps) {
  const zone = useZone();
  const [folded, setFolded] = usePreference('events.histogram');
  const [splitText, setSplit] = usePreference('events.split');
  const choice = splitOf(splitText);
  const split: HistogramSplit | null = choice === 'none' ? null : choice;
  const isFolded = folded === 'folded';
  const { data, error, isPending, isPlaceholderData } = useHistogram({ filters, buckets: BUCKETS, split });
  const series = data && data.split !== null ? seriesOf(data) : [];
  return (
    <section aria-label="Events over time" className="border-b border-line px-3 pt-1.5 pb-2 sm:px-4">
      <div className="flex h-7 items-center gap-3">
        <button
          type="button"
          aria-expanded={!isFolded}
          onClick={() => setFolded(isFolded ? 'open' : 'folded')}
          className="-ml-1 flex h-6 shrink-0 items-center gap-1 rounded px-1 text-xs font-medium text-soft hover:bg-hover hover:text-ink"
        >
          <ChevronDown aria-hidden className={cx('size-3.5 transition-transform', isFolded && '-rotate-90')} />
          Over time
        </button>
        {!isFolded && (
          <>
            <Legend series={series} />
            {data && data.completeness !== 'exact' && (
              <span className="shrink-0 text-xs text-warn" title="More events match than are counted at once">
                {data.counted_from ? `counted since ${shortDateTime(data.counted_from, zone)}` : 'not all are counted'}
              </span>
            )}
            <span className="ml-auto">
              <Segmented<SplitChoice> label="Split the bars by" value={choice} options={[...SPLITS]} onChange={setSplit} />
            </span>
          </>
        )}
      </div>
      {!isFolded && (
        <div className={cx('h-24 transition-opacity', isPlaceholderData && 'opacity-60')}>
          {isPending && <Skeleton className="mt-1 h-18" />}
          {error && !data && <p className="grid h-20 place-items-center text-[0.8125rem] text-soft">The counts could not be read.</p>}
          {data && (
            <HistogramBars
              bars={barsOf(data)}
              colours={Object.fromEntries(seriesOf(data).map(({ name, colour }) => [name, colour]))}
              gaps={gapsOf(data, data.coverage)}
              zone={zone}
              onRange={onRange}
            />
          )}
        </div>
      )}
    </section>
  );
}
