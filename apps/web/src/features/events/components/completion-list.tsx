import { cx } from '@aoc/web/ui';
import type { Completion } from '../model/query-completion';

interface CompletionListProps {
  id: string;
  items: Completion[];
  active: number;
  onPick: (item: Completion) => void;
  onActive: (index: number) => void;
}

/** What may be typed next; the field keeps the focus. */
export function CompletionList({ id, items, active, onPick, onActive }: CompletionListProps) {
  return (
    <ul
      id={id}
      role="listbox"
      aria-label="Completions"
      className="absolute inset-x-0 top-full z-40 mt-1 max-h-80 overflow-y-auto rounded-lg border border-line-strong/70 bg-surface p-1 shadow-float sm:max-w-120"
    >
      {items.map((item, index) => (
        <li
          key={item.label}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          ref={index === active ? (node) => node?.scrollIntoView({ block: 'nearest' }) : undefined}
          onPointerDown={(event) => {
            event.preventDefault();
            onPick(item);
          }}
          onMouseMove={() => onActive(index)}
          className={cx('flex h-8 cursor-pointer items-center gap-3 rounded-md px-2', index === active && 'bg-hover')}
        >
          <span className={cx('min-w-0 truncate font-mono text-[0.8125rem]', item.hint !== '' && 'shrink-0 text-accent')}>
            {item.label}
          </span>
          {item.hint !== '' && <span className="truncate text-xs text-faint">{item.hint}</span>}
        </li>
      ))}
    </ul>
  );
}
