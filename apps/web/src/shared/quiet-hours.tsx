import type { NotificationChannel } from '@aoc/contracts';
import { TextField } from '@aoc/web/ui';
import { DayToggles } from './day-toggles';

type Quiet = NotificationChannel['quiet_hours'];
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const night = (): NonNullable<Quiet> => ({
  time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  start: '22:00',
  end: '07:00',
  days: EVERY_DAY,
});

/** Hours in which only critical alerts are sent; the rest comes when they end. */
export function QuietHours({ value, error, onChange }: { value: Quiet; error: string | null; onChange: (value: Quiet) => void }) {
  return (
    <fieldset className="flex flex-col gap-2.5 rounded-lg border border-line p-3">
      <legend className="px-1 text-xs text-soft">Quiet hours</legend>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          className="accent-(--accent)"
          checked={value !== null}
          onChange={(event) => onChange(event.target.checked ? night() : null)}
        />
        Only critical alerts during some hours
      </label>
      {value && (
        <>
          <div className="flex flex-wrap items-center gap-2">
            <TextField
              type="time"
              aria-label="Quiet from"
              className="w-34"
              value={value.start}
              onChange={(event) => onChange({ ...value, start: event.target.value })}
            />
            <span className="text-soft">to</span>
            <TextField
              type="time"
              aria-label="Quiet until"
              className="w-34"
              value={value.end}
              onChange={(event) => onChange({ ...value, end: event.target.value })}
            />
            <TextField
              aria-label="Time zone"
              className="w-44"
              maxLength={64}
              value={value.time_zone}
              onChange={(event) => onChange({ ...value, time_zone: event.target.value })}
            />
          </div>
          <DayToggles days={value.days} onChange={(days) => onChange({ ...value, days })} />
        </>
      )}
      {error && (
        <p role="alert" className="text-xs text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}
