import { alertRoutes, type Alert } from '@aoc/contracts';
import { Badge, Check, cx, MessageSquare, User } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useMay } from '../../../shared/api/me';
import { Instant } from '../../../shared/instant';
import { SeverityBadge, severityColour } from '../../../shared/severity';
import { TenantLabel } from '../../../shared/tenant-label';
import type { AlertFilters } from '../model/alert-filters';
import { alertActor, isLate, STATUS_WORDS } from '../model/alert-words';

interface AlertRowProps {
  alert: Alert;
  filters: AlertFilters;
  open: boolean;
  selected: boolean;
  onToggle: (id: string, range: boolean) => void;
}

function Tick({ alert, selected, onToggle }: Pick<AlertRowProps, 'alert' | 'selected' | 'onToggle'>) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={selected}
      aria-label={`Select ${alert.rule_name}, ${alertActor(alert)}`}
      title="Select (x), a range with Shift"
      onClick={(event) => onToggle(alert.id, event.shiftKey)}
      className="relative z-10 grid size-7 place-items-center rounded [grid-area:tick]"
    >
      <span
        className={cx(
          'grid size-4 place-items-center rounded border',
          selected ? 'border-accent bg-accent text-accent-ink' : 'border-line-strong bg-surface',
        )}
      >
        {selected && <Check aria-hidden className="size-3" />}
      </span>
    </button>
  );
}

/** One alert; the whole of it opens the details. */
export const AlertRow = memo(function AlertRow({ alert, filters, open, selected, onToggle }: AlertRowProps) {
  const maySelect = useMay(alertRoutes.bulkAlerts);
  return (
    <article
      style={{ boxShadow: `inset 3px 0 0 ${severityColour(alert.severity)}` }}
      className={cx(
        'relative grid items-center gap-x-3 gap-y-1 border-b border-line px-2 py-2 transition-colors sm:px-3',
        'grid-cols-[1.75rem_minmax(0,1fr)_auto] [grid-template-areas:"tick_severity_time""main_main_main""actor_actor_marks"]',
        '@3xl:grid-cols-[1.75rem_4.5rem_minmax(0,1fr)_minmax(6rem,9rem)_3.25rem_6.75rem] @6xl:grid-cols-[1.75rem_5.5rem_minmax(0,1fr)_16rem_5rem_7rem] @3xl:[grid-template-areas:"tick_severity_main_actor_marks_time"]',
        open ? 'bg-accent-tint/70' : selected ? 'bg-raised' : 'hover:bg-hover',
      )}
    >
      {maySelect && <Tick alert={alert} selected={selected} onToggle={onToggle} />}
      <span className="[grid-area:severity]">
        <SeverityBadge severity={alert.severity} />
      </span>
      <div className="min-w-0 [grid-area:main]">
        <div className="flex min-w-0 items-center gap-2">
          <Link
            to="/alerts"
            search={{ ...filters, alert: alert.id }}
            preload={false}
            data-alert-link={alert.id}
            aria-current={open || undefined}
            className="min-w-0 truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            <bdi>{alert.rule_name}</bdi>
          </Link>
          {alert.status !== (filters.status ?? 'open') && (
            <Badge tone={STATUS_WORDS[alert.status].tone}>{STATUS_WORDS[alert.status].words}</Badge>
          )}
        </div>
        <TenantLabel id={alert.tenant_id} />
        <p className="truncate text-[0.8125rem] text-soft">
          <bdi>{alert.summary || alert.message}</bdi>
        </p>
      </div>
      <span className="min-w-0 text-[0.8125rem] [grid-area:actor]">
        <bdi className="block truncate" title={alert.actor_upn ?? alertActor(alert)}>
          {alertActor(alert)}
        </bdi>
        <span className="flex items-center gap-1 truncate text-xs text-faint">
          <User aria-hidden className="size-3 shrink-0" />
          <bdi className="truncate">{alert.assignee ?? 'nobody assigned'}</bdi>
        </span>
      </span>
      <span className="flex items-center gap-2 text-xs text-soft [grid-area:marks]">
        {alert.occurrences > 1 && (
          <span title="How often it happened" className="tabular-nums">
            ×{alert.occurrences}
          </span>
        )}
        {alert.comments.length > 0 && (
          <span className="flex items-center gap-1" title="Comments">
            <MessageSquare role="img" aria-label="Comments" className="size-3.5" />
            {alert.comments.length}
          </span>
        )}
      </span>
      <span className="text-right text-xs whitespace-nowrap text-soft tabular-nums [grid-area:time]">
        <Instant at={alert.timestamp} short />
        {isLate(alert) && (
          <span className="block text-faint" title="When it happened">
            of <Instant at={alert.last_seen} short />
          </span>
        )}
      </span>
    </article>
  );
});
