import { Button, cx, TextField } from '@aoc/web/ui';
import { useState } from 'react';
import { useZone } from '../../../shared/preferences';
import { fromZonedInput, shortDateTime, toZonedInput, type Zone } from '../../../shared/time';
import { RANGES, type EventFilters, type Range } from '../model/filters';
import { FilterPill } from './filter-pill';

const NAMES: Record<Range, string> = { '1h': 'Last hour', '24h': 'Last 24 hours', '7d': 'Last 7 days', '30d': 'Last 30 days' };
const isRange = (name: string): name is Range => name in RANGES;
export type TimeRange = Pick<EventFilters, 'last' | 'start' | 'end'>;

function describe({ last, start, end }: TimeRange, zone: Zone): string | null {
  if (last) return NAMES[last];
  const [from, to] = [start && shortDateTime(start, zone), end && shortDateTime(end, zone)];
  if (from && to) return `${from} – ${to}`;
  return from ? `since ${from}` : to ? `until ${to}` : null;
}

function Panel({ value, onPick }: { value: TimeRange; onPick: (range: TimeRange) => void }) {
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
        {Object.keys(RANGES)
          .filter(isRange)
          .map((range) => (
            <Button
              key={range}
              variant="ghost"
              aria-pressed={value.last === range}
              className={cx(value.last === range && 'bg-accent-tint text-accent')}
              onClick={() => onPick({ last: range })}
            >
              {NAMES[range]}
            </Button>
          ))}
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

export function TimeFilter({ value, onChange }: { value: TimeRange; onChange: (range: TimeRange) => void }) {
  const zone = useZone();
  return (
    <FilterPill label="Time" value={describe(value, zone)} onClear={() => onChange({})}>
      {(close) => (
        <Panel
          value={value}
          onPick={(range) => {
            onChange(range);
            close();
          }}
        />
      )}
    </FilterPill>
  );
}
