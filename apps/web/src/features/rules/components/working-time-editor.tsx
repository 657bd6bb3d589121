import type { WorkingTime } from '@aoc/contracts';
import { TextField } from '@aoc/web/ui';
import { useId } from 'react';
import { DayToggles } from '../../../shared/day-toggles';

/** Working days and hours; what is left out comes from the tenant's settings. */
export function WorkingTimeEditor({ value, onChange }: { value: WorkingTime; onChange: (value: WorkingTime) => void }) {
  const zones = useId();
  const put = (change: Partial<WorkingTime>) => {
    const next: WorkingTime = { ...value, ...change };
    onChange(Object.fromEntries(Object.entries(next).filter(([, part]) => part !== undefined && part !== '')));
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <DayToggles days={value.days ?? []} onChange={(days) => put({ days: days.length === 0 ? undefined : days })} />
      <TextField
        type="time"
        aria-label="Work starts"
        className="w-34"
        value={value.start ?? ''}
        onChange={(event) => put({ start: event.target.value })}
      />
      <span className="text-soft">to</span>
      <TextField
        type="time"
        aria-label="Work ends"
        className="w-34"
        value={value.end === '24:00' ? '' : (value.end ?? '')}
        onChange={(event) => put({ end: event.target.value })}
      />
      <TextField
        aria-label="Time zone"
        placeholder="Time zone of the tenant"
        className="w-48"
        list={zones}
        maxLength={64}
        value={value.time_zone ?? ''}
        onChange={(event) => put({ time_zone: event.target.value })}
      />
      <datalist id={zones}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <p className="w-full text-xs text-faint">What is left out comes from the tenant’s settings.</p>
    </div>
  );
}
