import { Button, Kbd, UserCheck } from '@aoc/web/ui';
import { MOVES } from '../model/alert-words';
import type { Selection } from './use-selection';
import type { Subject, Triage } from './use-triage';

interface BulkBarProps {
  selection: Selection;
  subjects: Subject[];
  triage: Triage;
}

/** What can be done to the selected alerts at once. */
export function BulkBar({ selection, subjects, triage }: BulkBarProps) {
  const statuses = new Set(subjects.map(({ status }) => status));
  const moves = MOVES.filter(({ from }) => from.some((status) => statuses.has(status)));
  return (
    <div
      role="toolbar"
      aria-label="Selected alerts"
      className="flex min-h-10 shrink-0 flex-wrap items-center gap-1.5 border-b border-line bg-accent-tint px-3 py-1 sm:px-4"
    >
      <p role="status" className="pr-2 text-[0.8125rem] font-medium tabular-nums">
        {subjects.length} selected
      </p>
      {moves.map(({ to, label, key }) => (
        <Button key={to} size="sm" onClick={() => triage.move(subjects, to)}>
          {label} <Kbd>{key}</Kbd>
        </Button>
      ))}
      <Button size="sm" onClick={() => triage.assign(subjects, 'me')}>
        <UserCheck aria-hidden className="size-3.5" /> Assign to me <Kbd>m</Kbd>
      </Button>
      <Button size="sm" variant="ghost" onClick={() => triage.assign(subjects, null)}>
        Unassign
      </Button>
      <span className="ml-auto flex gap-1">
        <Button size="sm" variant="ghost" onClick={selection.all}>
          Select all loaded
        </Button>
        <Button size="sm" variant="ghost" onClick={selection.clear}>
          Clear <Kbd>Esc</Kbd>
        </Button>
      </span>
    </div>
  );
}
