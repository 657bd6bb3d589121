import { cx } from '@aoc/web/ui';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { stateOf, toggleValue } from '../../../shared/event-filters/value-filters';
import { valueTarget } from './value-target';

interface EntityLinksProps {
  keys: string[];
  filters: EventFilters;
  onFilters: (filters: EventFilters) => void;
}

const SHOWN = 12;

/** Users, devices, applications and addresses of an event; each leads to everything that concerns it. */
export function EntityLinks({ keys, filters, onFilters }: EntityLinksProps) {
  return (
    <ul className="flex flex-wrap gap-1">
      {keys.slice(0, SHOWN).map((value) => {
        const item = { field: 'entity', value } as const;
        const active = stateOf(filters, item) === 'included';
        return (
          <li key={value} className="max-w-full">
            <button
              type="button"
              aria-pressed={active}
              title={`All events of ${value}`}
              onClick={() => onFilters(toggleValue(filters, item))}
              {...valueTarget(item)}
              className={cx(
                'block max-w-full truncate rounded border px-1.5 font-mono text-xs leading-[1.375rem] hover:border-line-strong hover:bg-hover',
                active ? 'border-accent/60 text-accent' : 'border-line text-soft',
              )}
            >
              <bdi>{value}</bdi>
            </button>
          </li>
        );
      })}
      {keys.length > SHOWN && <li className="text-xs leading-5 text-faint">+{keys.length - SHOWN}</li>}
    </ul>
  );
}
