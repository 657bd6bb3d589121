import { cx } from '@aoc/web/ui';
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { count } from '../../../shared/numbers';
import { shortDateTime, type Zone } from '../../../shared/time';
import { rangeOf, type Bar } from '../model/histogram';

interface HistogramBarsProps {
  bars: Bar[];
  colours: Record<string, string>;
  /** Stretches without coverage, as shares of the width. */
  gaps: { from: number; to: number }[];
  zone: Zone;
  onRange: (start: string, end: string) => void;
}

const percent = (share: number) => `${share * 100}%`;

function Tip({ bar, at, zone, colours }: { bar: Bar; at: number; zone: Zone; colours: Record<string, string> }) {
  return (
    <div
      className="pointer-events-none absolute bottom-full z-30 mb-1 w-max max-w-64 rounded-md border border-line-strong/70 bg-surface px-2.5 py-1.5 text-xs shadow-float"
      style={at < 0.5 ? { left: percent(at) } : { right: percent(1 - at) }}
    >
      <p className="text-soft">
        {shortDateTime(bar.start, zone)} – {shortDateTime(bar.end, zone)}
      </p>
      <p className="font-medium tabular-nums">
        {count(bar.count)} {bar.count === 1 ? 'event' : 'events'}
      </p>
      {bar.segments.length > 1 &&
        bar.segments.map(({ name, count: part }) => (
          <p key={name} className="flex items-center gap-1.5">
            <span aria-hidden className="size-2 shrink-0 rounded-[2px]" style={{ background: colours[name] }} />
            <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
            <span className="tabular-nums">{count(part)}</span>
          </p>
        ))}
    </div>
  );
}

/** Stacked bars; a press picks one, a drag a stretch, the arrow keys walk (with Shift they stretch) and Enter takes it. */
export function HistogramBars({ bars, colours, gaps, zone, onRange }: HistogramBarsProps) {
  const box = useRef<HTMLDivElement>(null);
  const [from, setFrom] = useState<number | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const barAt = (event: PointerEvent) => {
    const area = box.current?.getBoundingClientRect();
    if (!area || bars.length === 0) return null;
    return Math.max(0, Math.min(bars.length - 1, Math.floor(((event.clientX - area.left) / area.width) * bars.length)));
  };
  const take = (a: number | null, b: number | null) => {
    const range = a === null || b === null ? null : rangeOf(bars, a, b);
    setFrom(null);
    if (range) onRange(range.start, range.end);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined) {
      const next = Math.max(0, Math.min(bars.length - 1, (at ?? (step > 0 ? -1 : bars.length)) + step));
      setFrom(event.shiftKey ? (from ?? at ?? next) : null);
      setAt(next);
    } else if (event.key === 'Enter') take(from ?? at, at);
    else if (event.key === 'Escape' && at !== null) {
      setFrom(null);
      setAt(null);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const bar = at === null ? undefined : bars[at];
  const [low, high] = [Math.min(from ?? at ?? 0, at ?? 0), Math.max(from ?? at ?? 0, at ?? 0)];
  const [first, last] = [bars[0], bars.at(-1)];
  const total = bars.reduce((sum, { count: part }) => sum + part, 0);
  return (
    <div className="relative pt-1">
      {bar && at !== null && <Tip bar={bar} at={(at + 0.5) / bars.length} zone={zone} colours={colours} />}
      <div
        ref={box}
        role="slider"
        tabIndex={0}
        aria-label="Events per interval; arrows choose, Enter narrows the time"
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, bars.length - 1)}
        aria-valuenow={at ?? 0}
        aria-valuetext={
          bar ? `${shortDateTime(bar.start, zone)}: ${count(bar.count)} events` : `${count(total)} events in ${bars.length} intervals`
        }
        className="relative flex h-18 cursor-crosshair touch-pan-y items-end rounded-sm border-b border-line-strong select-none"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setFrom(barAt(event));
          setAt(barAt(event));
        }}
        onPointerMove={(event) => setAt(barAt(event))}
        onPointerUp={(event) => from !== null && take(from, barAt(event))}
        onPointerCancel={() => setFrom(null)}
        onPointerLeave={() => from === null && setAt(null)}
        onBlur={() => {
          setFrom(null);
          setAt(null);
        }}
        onKeyDown={onKeyDown}
      >
        {gaps.map((gap) => (
          <span
            key={gap.from}
            aria-hidden
            title="Not all of this time has been read"
            className="hatched absolute inset-y-0"
            style={{ left: percent(gap.from), width: percent(gap.to - gap.from) }}
          />
        ))}
        {bars.map((one, index) => (
          <span
            key={one.start}
            aria-hidden
            className={cx(
              'relative flex h-full min-w-0 flex-1 flex-col-reverse px-[0.5px]',
              at !== null && index >= low && index <= high && (from === null ? 'bg-hover' : 'bg-accent/25'),
            )}
          >
            {one.segments.map(({ name, height }) => (
              <span key={name} className="min-h-px w-full" style={{ height: percent(height), background: colours[name] }} />
            ))}
          </span>
        ))}
      </div>
      <div className="flex justify-between pt-0.5 text-2xs text-faint tabular-nums">
        <span>{first ? shortDateTime(first.start, zone) : '\u00a0'}</span>
        <span>{last ? shortDateTime(last.end, zone) : ''}</span>
      </div>
    </div>
  );
}
