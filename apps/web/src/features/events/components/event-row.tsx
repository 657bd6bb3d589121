import type { AuditEvent } from '@aoc/contracts';
import { cx, Globe } from '@aoc/web/ui';
import { memo } from 'react';
import { clockTime, dateTime, type Zone } from '../../../shared/time';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { outcomeOf } from '../../../shared/outcome';
import { TenantLabel } from '../../../shared/tenant-label';
import { stateOf, toggleValue } from '../../../shared/event-filters/value-filters';
import { ChangeChips } from './change-chips';
import { ResultLabel, ServiceLabel } from './event-labels';
import { ActorName, Marks, OperationLink, TargetNames } from './event-values';
import { valueTarget } from './value-target';

interface EventRowProps {
  event: AuditEvent;
  filters: EventFilters;
  zone: Zone;
  open: boolean;
  onFilters: (filters: EventFilters) => void;
}

function Actor({ event }: { event: AuditEvent }) {
  return (
    <span className="min-w-0">
      <ActorName event={event} />
      <span className="flex items-center gap-1 truncate text-xs text-faint @max-3xl:hidden">
        {event.actor.ip ? (
          <>
            <Globe aria-hidden className="size-3 shrink-0" />
            <bdi className="relative z-10 truncate" {...valueTarget({ field: 'ip', value: event.actor.ip })}>
              {event.actor.ip}
            </bdi>
          </>
        ) : (
          event.actor.type
        )}
      </span>
    </span>
  );
}

/** One event: a dense row when the list is wide, a card when it is narrow. The whole of it opens the event. */
export const EventRow = memo(function EventRow({ event, filters, zone, open, onFilters }: EventRowProps) {
  const targets = event.target_displays.join(', ');
  const changes = event.targets.some((target) => target.modified.length > 0);
  return (
    <article
      className={cx(
        'relative grid gap-x-4 gap-y-1 border-b border-line px-3 py-2 transition-colors sm:px-4',
        'grid-cols-[minmax(0,1fr)_auto] [grid-template-areas:"service_time""main_main""actor_result"]',
        '@3xl:grid-cols-[4rem_9rem_minmax(6rem,9rem)_minmax(0,1fr)_5.5rem] @3xl:items-center @3xl:py-1.5 @3xl:[grid-template-areas:"time_service_actor_main_result"]',
        '@5xl:grid-cols-[4.5rem_10rem_14rem_minmax(0,1fr)_6rem]',
        '@[96rem]:grid-cols-[5rem_12rem_18rem_minmax(0,4fr)_minmax(0,5fr)_8rem] @[96rem]:[grid-template-areas:"time_service_actor_main_changes_result"]',
        open ? 'bg-accent-tint/70 shadow-[inset_3px_0_0_var(--accent)]' : 'hover:bg-hover',
        !open && outcomeOf(event.result) === 'bad' && 'shadow-[inset_3px_0_0_var(--bad)]',
      )}
    >
      <time
        dateTime={event.timestamp}
        title={`${event.timestamp} UTC`}
        className="justify-self-end font-mono text-xs text-soft [grid-area:time] @3xl:justify-self-start"
      >
        <span className="sr-only">{dateTime(event.timestamp, zone)}</span>
        <span aria-hidden>{clockTime(event.timestamp, zone)}</span>
      </time>
      <div className="flex min-w-0 items-center [grid-area:service]">
        <ServiceLabel
          service={event.service}
          active={stateOf(filters, { field: 'service', value: event.service }) === 'included'}
          onToggle={() => onFilters(toggleValue(filters, { field: 'service', value: event.service }))}
        />
      </div>
      <div className="min-w-0 [grid-area:main]">
        <div className="flex min-w-0 items-center gap-2">
          <OperationLink event={event} filters={filters} open={open} className="max-w-[75%] shrink-0" />
          <span className="min-w-0 text-soft @max-lg:hidden">
            <TargetNames event={event} />
          </span>
          <Marks event={event} />
        </div>
        <TenantLabel id={event.tenant_id} />
        <div className="truncate text-[0.8125rem] text-soft">
          {changes && (
            <span className="@[96rem]:hidden">
              <ChangeChips event={event} max={2} />
            </span>
          )}
          <span className={changes ? '@max-[96rem]:hidden' : undefined}>
            <bdi>{event.display_summary}</bdi>
          </span>
        </div>
      </div>
      <div className="flex min-w-0 gap-1.5 text-[0.8125rem] [grid-area:actor]">
        <Actor event={event} />
        {targets !== '' && (
          <span className="min-w-0 truncate text-soft @lg:hidden">
            → <bdi>{targets}</bdi>
          </span>
        )}
      </div>
      <div className="hidden min-w-0 text-[0.8125rem] [grid-area:changes] @[96rem]:block">
        {changes && <ChangeChips event={event} max={3} />}
      </div>
      <div className="flex max-w-40 min-w-0 items-center justify-end [grid-area:result] @3xl:justify-start">
        {event.result !== null && (
          <ResultLabel
            result={event.result}
            active={stateOf(filters, { field: 'result', value: event.result }) === 'included'}
            onToggle={() => onFilters(toggleValue(filters, { field: 'result', value: event.result ?? '' }))}
          />
        )}
      </div>
    </article>
  );
});
