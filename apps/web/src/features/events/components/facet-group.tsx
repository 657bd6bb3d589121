import type { FacetFieldName } from '@aoc/contracts';
import { ChevronDown, cx } from '@aoc/web/ui';
import { useId, useState } from 'react';
import { count } from '../../../shared/numbers';
import { usePreference } from '../../../shared/preferences';
import { SOURCE_LABELS } from '../../../shared/source-status';
import type { FacetRow } from '../model/facet-groups';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { outcomeOf } from '../../../shared/outcome';
import { serviceColour } from '../../../shared/service-colour';
import { toggleValue } from '../../../shared/event-filters/value-filters';
import { valueTarget } from './value-target';

interface FacetGroupProps {
  field: FacetFieldName;
  title: string;
  foldedAtFirst: boolean;
  rows: FacetRow[];
  other: number;
  filters: EventFilters;
  onToggle: (filters: EventFilters) => void;
}

const SHOWN = 6;
const DOTS = { good: 'var(--good)', bad: 'var(--bad)', neutral: 'var(--faint)' };
const labels: Record<string, string> = SOURCE_LABELS;

function dotOf(field: FacetFieldName, value: string): string | null {
  if (field === 'service') return serviceColour(value);
  return field === 'result' ? DOTS[outcomeOf(value)] : null;
}

function Row({ row: { item, count: total, share, state }, onToggle }: { row: FacetRow; onToggle: () => void }) {
  const dot = item.field === 'service' || item.field === 'result' ? dotOf(item.field, item.value) : null;
  return (
    <li>
      <button
        type="button"
        aria-pressed={state === 'included'}
        onClick={onToggle}
        {...valueTarget(item)}
        className={cx(
          'relative flex h-7 w-full items-center gap-2 overflow-hidden rounded px-2 text-left text-[0.8125rem] hover:bg-hover',
          state === 'included' && 'bg-accent-tint font-medium text-accent',
          state === 'excluded' && 'text-bad line-through',
        )}
      >
        <span aria-hidden className="absolute inset-y-0.5 left-0 rounded-r bg-accent/10" style={{ width: `${share * 100}%` }} />
        {dot && <span aria-hidden className="relative size-2 shrink-0 rounded-full" style={{ background: dot }} />}
        <bdi className="relative min-w-0 flex-1 truncate" title={item.value}>
          {item.field === 'source' ? (labels[item.value] ?? item.value) : item.value}
        </bdi>
        <span className={cx('relative shrink-0 text-xs tabular-nums', state === 'included' ? 'text-accent' : 'text-soft')}>
          {total === null ? '–' : count(total)}
        </span>
        {state === 'excluded' && <span className="sr-only">excluded</span>}
      </button>
    </li>
  );
}

/** The most frequent values of one field; remembers whether it is folded. */
export function FacetGroup({ field, title, foldedAtFirst, rows, other, filters, onToggle }: FacetGroupProps) {
  const id = useId();
  const [remembered, setRemembered] = usePreference(`events.facet.${field}`);
  const [all, setAll] = useState(false);
  const folded = remembered === null ? foldedAtFirst : remembered === 'folded';
  if (rows.length === 0) return null;
  const shown = all ? rows : rows.filter((row, index) => index < SHOWN || row.state !== null);
  return (
    <section aria-label={title}>
      <h2>
        <button
          type="button"
          aria-expanded={!folded}
          aria-controls={id}
          onClick={() => setRemembered(folded ? 'open' : 'folded')}
          className="flex h-7 w-full items-center gap-1 rounded px-1 text-xs font-semibold text-soft hover:bg-hover hover:text-ink"
        >
          <ChevronDown aria-hidden className={cx('size-3.5 transition-transform', folded && '-rotate-90')} />
          {title}
        </button>
      </h2>
      {!folded && (
        <ul id={id} className="pb-2">
          {shown.map((row) => (
            <Row key={row.item.value} row={row} onToggle={() => onToggle(toggleValue(filters, row.item))} />
          ))}
          {(rows.length > shown.length || all || other > 0) && (
            <li className="flex h-7 items-center justify-between px-2 text-xs text-faint">
              {rows.length > SHOWN ? (
                <button type="button" className="rounded text-soft hover:text-ink hover:underline" onClick={() => setAll(!all)}>
                  {all ? 'Fewer' : `${rows.length - shown.length} more`}
                </button>
              ) : (
                <span />
              )}
              {other > 0 && <span className="tabular-nums">{count(other)} other</span>}
            </li>
          )}
        </ul>
      )}
    </section>
  );
}
