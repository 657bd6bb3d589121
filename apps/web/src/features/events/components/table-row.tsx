import type { AuditEvent } from '@aoc/contracts';
import { cx } from '@aoc/web/ui';
import { memo, type ReactNode } from 'react';
import { shortDateTimeSeconds, type Zone } from '../../../shared/time';
import { SOURCE_LABELS } from '../../../shared/source-status';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { outcomeOf } from '../../../shared/outcome';
import { TenantLabel } from '../../../shared/tenant-label';
import type { ColumnName } from '../model/table-columns';
import { stateOf, toggleValue } from '../../../shared/event-filters/value-filters';
import { ChangeChips } from './change-chips';
import { ResultLabel, ServiceLabel } from './event-labels';
import { ActorName, Marks, OperationLink, TargetNames } from './event-values';
import { valueTarget } from './value-target';

interface TableRowProps {
  event: AuditEvent;
  columns: ColumnName[];
  template: string;
  filters: EventFilters;
  zone: Zone;
  open: boolean;
  onFilters: (filters: EventFilters) => void;
}

type CellProps = Omit<TableRowProps, 'columns' | 'template'>;

const plain = (field: 'ip' | 'category' | 'source', value: string, text = value) => (
  <bdi className="relative z-10 truncate" {...valueTarget({ field, value })}>
    {text}
  </bdi>
);

const CELLS: Record<ColumnName, (props: CellProps) => ReactNode> = {
  time: ({ event, zone }) => (
    <time dateTime={event.timestamp} title={`${event.timestamp} UTC`} className="font-mono text-xs text-soft">
      {shortDateTimeSeconds(event.timestamp, zone)}
    </time>
  ),
  tenant: ({ event }) => <TenantLabel id={event.tenant_id} />,
  service: ({ event, filters, onFilters }) => {
    const item = { field: 'service', value: event.service } as const;
    return (
      <ServiceLabel
        service={event.service}
        active={stateOf(filters, item) === 'included'}
        onToggle={() => onFilters(toggleValue(filters, item))}
      />
    );
  },
  operation: ({ event, filters, open }) => <OperationLink event={event} filters={filters} open={open} />,
  actor: ({ event }) => <ActorName event={event} />,
  target: ({ event }) => <TargetNames event={event} />,
  changes: ({ event }) => <ChangeChips event={event} max={2} />,
  result: ({ event, filters, onFilters }) => {
    if (event.result === null) return null;
    const item = { field: 'result', value: event.result } as const;
    return (
      <ResultLabel
        result={event.result}
        active={stateOf(filters, item) === 'included'}
        onToggle={() => onFilters(toggleValue(filters, item))}
      />
    );
  },
  ip: ({ event }) => event.actor.ip && <span className="min-w-0 truncate font-mono text-xs">{plain('ip', event.actor.ip)}</span>,
  category: ({ event }) => plain('category', event.display_category),
  source: ({ event }) => plain('source', event.source, SOURCE_LABELS[event.source]),
  tags: ({ event }) => <Marks event={event} max={2} />,
  summary: ({ event }) => <bdi className="truncate text-soft">{event.display_summary}</bdi>,
};

/** One event as one line. */
export const TableRow = memo(function TableRow({ columns, template, ...cell }: TableRowProps) {
  const { event, open } = cell;
  return (
    <div
      className={cx(
        'relative grid h-full items-center gap-x-3 border-b border-line px-4 text-[0.8125rem] transition-colors',
        open ? 'bg-accent-tint/70 shadow-[inset_3px_0_0_var(--accent)]' : 'hover:bg-hover',
        !open && outcomeOf(event.result) === 'bad' && 'shadow-[inset_3px_0_0_var(--bad)]',
      )}
      style={{ gridTemplateColumns: template }}
    >
      {columns.map((name) => (
        <span key={name} role="cell" className="flex min-w-0 items-center gap-1.5 overflow-hidden">
          {CELLS[name](cell)}
        </span>
      ))}
    </div>
  );
});
