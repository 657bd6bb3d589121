import { Button, cx } from '@aoc/web/ui';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Which weekdays; ISO numbers, 1 is Monday. */
export function DayToggles({ days, onChange }: { days: number[]; onChange: (days: number[]) => void }) {
  return (
    <div role="group" aria-label="Days" className="flex flex-wrap gap-1">
      {DAYS.map((name, index) => {
        const day = index + 1;
        const on = days.includes(day);
        return (
          <Button
            key={name}
            size="sm"
            aria-pressed={on}
            className={cx(on && 'border-accent bg-accent-tint text-accent')}
            onClick={() => onChange(on ? days.filter((one) => one !== day) : [...days, day].toSorted((a, b) => a - b))}
          >
            {name}
          </Button>
        );
      })}
    </div>
  );
}
