import { CopyButton, Minus, Plus } from '@aoc/web/ui';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { clearValue, excludeValue, includeValue, stateOf, type FieldValue } from '../../../shared/event-filters/value-filters';
import { valueAt } from './value-target';

interface ValueMenuProps {
  filters: EventFilters;
  onFilters: (filters: EventFilters) => void;
  children: ReactNode;
}
interface Shown {
  item: FieldValue;
  left: number;
  top: number;
}

const OPEN_MS = 250;
const CLOSE_MS = 200;
const WIDTH = 92;
const HEIGHT = 30;

/** Under the value, kept inside the window. */
function placeOf(element: HTMLElement): { left: number; top: number } {
  const box = element.getBoundingClientRect();
  const below = box.bottom + HEIGHT > window.innerHeight;
  return { left: Math.max(4, Math.min(box.left, window.innerWidth - WIDTH - 4)), top: below ? box.top - HEIGHT : box.bottom - 2 };
}

/**
 * One small bar for all marked values inside (see value-target): shown beside the value that the pointer or the focus rests on. On a
 * focused value, `+` includes, `-` excludes and `c` copies.
 */
export function ValueMenu({ filters, onFilters, children }: ValueMenuProps) {
  const [shown, setShown] = useState<Shown | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const later = (next: Shown | null, ms: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setShown(next), ms);
  };
  const point = (target: EventTarget, ms: number) => {
    const at = valueAt(target);
    if (at) later({ item: at.item, ...placeOf(at.element) }, ms);
    else if (!(target instanceof Element && target.closest('[data-value-menu]'))) later(null, CLOSE_MS);
    else clearTimeout(timer.current);
  };
  const apply = (change: (filters: EventFilters, item: FieldValue) => EventFilters, item: FieldValue) => {
    later(null, 0);
    onFilters(change(filters, item));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = valueAt(event.target);
    if (!at || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+') apply(includeValue, at.item);
    else if (event.key === '-') apply(excludeValue, at.item);
    else if (event.key === 'c') void navigator.clipboard.writeText(at.item.value);
    else return;
    event.preventDefault();
  };
  const state = shown && stateOf(filters, shown.item);
  const button = 'grid size-6 place-items-center rounded hover:bg-hover aria-pressed:bg-accent-tint aria-pressed:text-accent';
  return (
    <div
      className="contents"
      onPointerOver={(event) => event.pointerType === 'mouse' && point(event.target, OPEN_MS)}
      onPointerLeave={() => later(null, CLOSE_MS)}
      onFocus={(event) => event.target.matches(':focus-visible') && point(event.target, 0)}
      onBlur={() => later(null, CLOSE_MS)}
      onKeyDown={onKeyDown}
      onWheel={() => shown && later(null, 0)}
    >
      {children}
      {shown && (
        <div
          data-value-menu
          role="toolbar"
          aria-label={`Actions on ${shown.item.field} ${shown.item.value}`}
          className="fixed z-50 flex rounded-md border border-line-strong/70 bg-surface p-0.5 text-soft shadow-float"
          style={{ left: shown.left, top: shown.top }}
        >
          <button
            type="button"
            tabIndex={-1}
            className={button}
            title="Only with this (+)"
            aria-label="Include"
            aria-pressed={state === 'included'}
            onClick={() => apply(state === 'included' ? clearValue : includeValue, shown.item)}
          >
            <Plus aria-hidden className="size-3.5" />
          </button>
          <button
            type="button"
            tabIndex={-1}
            className={button}
            title="Without this (-)"
            aria-label="Exclude"
            aria-pressed={state === 'excluded'}
            onClick={() => apply(state === 'excluded' ? clearValue : excludeValue, shown.item)}
          >
            <Minus aria-hidden className="size-3.5" />
          </button>
          <CopyButton small text={shown.item.value} label="Copy (c)" />
        </div>
      )}
    </div>
  );
}
