import { Button, Clock, cx, Popover, TextField, X } from '@aoc/web/ui';
import { useState } from 'react';
import { useZone } from '../preferences';
import { fromZonedInput, shortDateTime, toZonedInput, type Zone } from '../time';
import { RANGE_KEYS, RANGE_NAMES } from './describe-filters';
import type { EventFilters } from './filters';

export type TimeRange = Pick<EventFilters, 'last' | 'start' | 'end'>;

function describe({ last, start, end }: TimeRange, zone: Zone): string | null {
  if (last) return RANGE_NAMES[last];
  const [from, to] = [start && shortDateTime(start, zone), end && shortDateTime(end, zone)];
  if (from && to) return `${from} – ${to}`;
  return from ? `since ${from}` : to ? `until ${to}` : null;
}

interface TimePanelProps {
  value: TimeRange;
  onPick: (range: TimeRange) => void;
  /** What it means that no time is set. */
  all?: string;
}

/** Ranges to pick from, and two ends to set. */
export function TimePanel({ value, onPick, all = 'All time' }: TimePanelProps) {
  const zone = useZone();
  const [start, setStart] = useState(value.start ? toZonedInput(value.start, zone) : '');
  const [end, setEnd] = useState(value.end ? toZonedInput(value.end, zone) : '');
  const reversed = start !== '' && end !== '' && start > end;
  const field = (name: string, text: string, set: (text: string) => void) => (
    <label className="block text-xs text-soft">
      {name} ({zone === 'utc' ? 'UTC' : 'local time'})
      <TextField
        type="datetime-local"
        step={1}
        className="mt-1 text-sm"
        value={text}
        onChange={(event) => set(event.target.value)}
        aria-invalid={reversed}
      />
    </label>
  );
  return (
    <div className="flex flex-col gap-2.5">
      <div className="grid grid-cols-2 gap-1">
        {RANGE_KEYS.map((range) => (
          <Button
            key={range}
            variant="ghost"
            aria-pressed={value.last === range}
            className={cx('justify-start', value.last === range && 'bg-accent-tint text-accent')}
            onClick={() => onPick({ last: range })}
          >
            {RANGE_NAMES[range]}
          </Button>
        ))}
        <Button variant="ghost" className="justify-start" onClick={() => onPick({})}>
          {all}
        </Button>
      </div>
      <form
        className="flex flex-col gap-2.5 border-t border-line pt-2.5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!reversed) onPick({ start: fromZonedInput(start, zone), end: fromZonedInput(end, zone) });
        }}
      >
        {field('From', start, setStart)}
        {field('To', end, setEnd)}
        {reversed && (
          <p role="alert" className="text-xs text-bad">
            From is later than To.
          </p>
        )}
        <Button type="submit" variant="primary" disabled={reversed}>
          Apply
        </Button>
      </form>
    </div>
  );
}

interface TimeFilterProps {
  value: TimeRange;
  onChange: (range: TimeRange) => void;
  /** What it means that no time is set. */
  none?: string;
  small?: boolean;
}

/** The time asked for: relative ranges that move along, or fixed ends. */
export function TimeFilter({ value, onChange, none = 'All time', small = false }: TimeFilterProps) {
  const zone = useZone();
  const text = describe(value, zone);
  const height = small ? 'h-7' : 'h-9.5';
  return (
    <div className="flex min-w-0">
      <Popover
        label="Time filter"
        className="w-80"
        align="end"
        trigger={(props) => (
          <Button
            size={small ? 'sm' : 'md'}
            className={cx('min-w-0', height, text !== null && 'rounded-r-none border-accent/60')}
            title="Time of the events"
            {...props}
          >
            <Clock aria-hidden className="size-4 text-faint" />
            <span className="truncate tabular-nums">{text ?? none}</span>
          </Button>
        )}
      >
        {(close) => (
          <TimePanel
            value={value}
            all={none}
            onPick={(range) => {
              onChange(range);
              close();
            }}
          />
        )}
      </Popover>
      {text !== null && (
        <Button
          className={cx('rounded-l-none border-l-0 border-accent/60 px-2', height)}
          aria-label="Clear time filter"
          onClick={() => onChange({})}
        >
          <X aria-hidden className="size-3.5" />
        </Button>
      )}
    </div>
  );
}
