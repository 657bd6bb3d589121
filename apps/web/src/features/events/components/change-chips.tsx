import type { AuditEvent } from '@aoc/contracts';
import { ArrowRight, cx } from '@aoc/web/ui';
import { isEmpty, shortValue, tellingChanges } from '../../../shared/changes';
import { valueTarget } from './value-target';

function Value({ value, className }: { value: unknown; className: string }) {
  if (isEmpty(value)) return <span className="text-xs text-faint italic">none</span>;
  return (
    <span className={cx('truncate font-mono text-xs', className)}>
      <bdi>{shortValue(value)}</bdi>
    </span>
  );
}

/** The first changed properties of an event, old → new; null when it changed none. */
export function ChangeChips({ event, max }: { event: AuditEvent; max: number }) {
  const changes = tellingChanges(event);
  if (changes.length === 0) return null;
  return (
    <span className="flex min-w-0 items-center gap-3 overflow-hidden">
      {changes.slice(0, max).map((change, index) => (
        <span key={`${change.property} ${index}`} className="flex min-w-0 items-center gap-1 first:max-w-full first:shrink-0">
          <bdi
            className="relative z-10 max-w-[60%] shrink-0 truncate text-soft"
            {...valueTarget({ field: 'changed', value: change.property })}
          >
            {change.property}
          </bdi>
          <Value value={change.old} className="max-w-48 text-bad" />
          <ArrowRight aria-label="became" className="size-3 shrink-0 text-faint" />
          <Value value={change.new} className="max-w-64 text-good" />
        </span>
      ))}
      {changes.length > max && <span className="shrink-0 text-xs text-faint">+{changes.length - max}</span>}
    </span>
  );
}
