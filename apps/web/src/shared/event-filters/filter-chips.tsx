import { Ban, Button, cx, FilterX, X } from '@aoc/web/ui';
import { chipsOf, type Chip } from './chips-of';
import type { EventFilters } from './filters';

interface FilterChipsProps {
  filters: EventFilters;
  onChange: (filters: EventFilters) => void;
}

function ChipView({ chip, onChange }: { chip: Chip; onChange: (filters: EventFilters) => void }) {
  const { field, value, negated, inverted, removed } = chip;
  const name = `${negated ? 'not ' : ''}${field === null ? '' : `${field} `}${value}`;
  const side = 'grid w-6 shrink-0 place-items-center hover:bg-hover';
  return (
    <li
      className={cx(
        'flex h-7 max-w-80 min-w-0 shrink-0 items-stretch overflow-hidden rounded-md border text-xs',
        negated ? 'border-bad/40 bg-bad-tint' : 'border-line-strong/70 bg-raised',
      )}
    >
      <span className="flex min-w-0 items-center gap-1.5 pr-1 pl-2" title={name}>
        {negated && <span className="font-semibold text-bad">not</span>}
        {field !== null && <span className="shrink-0 text-soft">{field}</span>}
        <bdi className="truncate font-mono font-medium">{value}</bdi>
      </span>
      {inverted && (
        <button
          type="button"
          className={side}
          aria-label={negated ? `Include ${name.slice(4)}` : `Exclude ${name}`}
          onClick={() => onChange(inverted)}
        >
          <Ban aria-hidden className={cx('size-3', negated ? 'text-bad' : 'text-faint')} />
        </button>
      )}
      <button type="button" className={side} aria-label={`Remove filter ${name}`} onClick={() => onChange(removed)}>
        <X aria-hidden className="size-3.5 text-soft" />
      </button>
    </li>
  );
}

/** What the filters say besides time, each part with ways to turn it round or drop it. */
export function FilterChips({ filters, onChange }: FilterChipsProps) {
  const chips = chipsOf(filters);
  if (chips.length === 0) return null;
  return (
    <div className="flex items-center gap-1.5 pt-2">
      <ul aria-label="Filters in force" className="flex min-w-0 items-center gap-1.5 overflow-x-auto sm:flex-wrap">
        {chips.map((chip) => (
          <ChipView key={chip.key} chip={chip} onChange={onChange} />
        ))}
      </ul>
      <Button variant="ghost" size="sm" onClick={() => onChange({})}>
        <FilterX aria-hidden className="size-3.5" />
        Clear
      </Button>
    </div>
  );
}
