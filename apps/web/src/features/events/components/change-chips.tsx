import type { AuditEvent } from '@aoc/contracts';
import { ArrowRight } from 'lucide-react';
import { changesOf, shortValue } from '../model/changes';

const SHOWN = 2;

/** The first changed properties of an event, old → new; null when it changed none. */
export function ChangeChips({ event }: { event: AuditEvent }) {
  const changes = changesOf(event);
  if (changes.length === 0) return null;
  return (
    <span className="flex min-w-0 items-center gap-3 overflow-hidden">
      {changes.slice(0, SHOWN).map((change, index) => (
        <span key={`${change.property} ${index}`} className="flex min-w-0 items-center gap-1 first:shrink-0 first:max-w-full">
          <span className="truncate text-soft">{change.property}</span>
          <span className="max-w-48 truncate font-mono text-xs text-bad/90">{shortValue(change.old)}</span>
          <ArrowRight aria-label="became" className="size-3 shrink-0 text-faint" />
          <span className="max-w-64 truncate font-mono text-xs text-good">{shortValue(change.new)}</span>
        </span>
      ))}
      {changes.length > SHOWN && <span className="shrink-0 text-xs text-faint">+{changes.length - SHOWN}</span>}
    </span>
  );
}
