import type { AuditEvent } from '@aoc/contracts';
import { Badge, cx } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import { Globe, MessageSquare } from 'lucide-react';
import { memo } from 'react';
import { clockTime, dateTime, type Zone } from '../../../shared/time';
import { actorLabel } from '../model/actor-label';
import { toggleResult, toggleService, type EventFilters } from '../model/filters';
import { outcomeOf } from '../model/outcome';
import { ChangeChips } from './change-chips';
import { ResultLabel, ServiceLabel } from './event-labels';

interface EventRowProps {
  event: AuditEvent;
  filters: EventFilters;
  zone: Zone;
  open: boolean;
  onFilters: (filters: EventFilters) => void;
}

function Marks({ event }: { event: AuditEvent }) {
  return (
    <>
      {event.tags.slice(0, 3).map((tag) => (
        <Badge key={tag} tone="accent" className="max-w-32 shrink-0">
          <span className="truncate">{tag}</span>
        </Badge>
      ))}
      {event.tags.length > 3 && <span className="text-xs text-faint">+{event.tags.length - 3}</span>}
      {event.comments.length > 0 && (
        <span className="flex shrink-0 items-center gap-1 text-xs text-soft">
          <MessageSquare aria-label="Comments:" className="size-3" />
          {event.comments.length}
        </span>
      )}
    </>
  );
}

function Actor({ event }: { event: AuditEvent }) {
  return (
    <span className="min-w-0">
      <span className="block truncate" title={event.actor_upn ?? undefined}>
        {actorLabel(event)}
      </span>
      <span className="flex items-center gap-1 truncate text-xs text-faint @max-3xl:hidden">
        {event.actor.ip ? (
          <>
            <Globe aria-hidden className="size-3 shrink-0" />
            {event.actor.ip}
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
        'grid-cols-[1fr_auto] [grid-template-areas:"service_time""main_main""actor_result"]',
        '@3xl:grid-cols-[4rem_9rem_minmax(6rem,9rem)_minmax(0,1fr)_5.5rem] @3xl:items-center @3xl:py-1.5 @3xl:[grid-template-areas:"time_service_actor_main_result"]',
        '@5xl:grid-cols-[4.5rem_10rem_14rem_minmax(0,1fr)_6rem]',
        '@[96rem]:grid-cols-[5rem_12rem_18rem_minmax(0,4fr)_minmax(0,5fr)_8rem] @[96rem]:[grid-template-areas:"time_service_actor_main_changes_result"]',
        open ? 'bg-accent-tint/70 shadow-[inset_3px_0_0_var(--accent)]' : 'hover:bg-hover',
        !open && outcomeOf(event.result) === 'bad' && 'shadow-[inset_3px_0_0_var(--bad)]',
      )}
    >
      <time dateTime={event.timestamp} title={`${event.timestamp} UTC`} className="font-mono text-xs text-soft [grid-area:time]">
        <span className="sr-only">{dateTime(event.timestamp, zone)}</span>
        <span aria-hidden>{clockTime(event.timestamp, zone)}</span>
      </time>
      <div className="flex min-w-0 items-center [grid-area:service]">
        <ServiceLabel
          service={event.service}
          active={filters.services?.length === 1 && filters.services[0] === event.service}
          onToggle={() => onFilters(toggleService(filters, event.service))}
        />
      </div>
      <div className="min-w-0 [grid-area:main]">
        <div className="flex min-w-0 items-center gap-2">
          <Link
            to="/events"
            search={{ ...filters, event: event.dedupe_key }}
            preload={false}
            data-event-link={event.dedupe_key}
            aria-current={open || undefined}
            className="max-w-[75%] min-w-0 shrink-0 truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {event.operation}
          </Link>
          {targets !== '' && <span className="min-w-0 truncate text-soft @max-lg:hidden">{targets}</span>}
          <Marks event={event} />
        </div>
        <div className="truncate text-[0.8125rem] text-soft">
          {changes && (
            <span className="@[96rem]:hidden">
              <ChangeChips event={event} max={2} />
            </span>
          )}
          <span className={changes ? '@max-[96rem]:hidden' : undefined}>{event.display_summary}</span>
        </div>
      </div>
      <div className="flex min-w-0 gap-1.5 text-[0.8125rem] [grid-area:actor]">
        <Actor event={event} />
        {targets !== '' && <span className="min-w-0 truncate text-soft @lg:hidden">→ {targets}</span>}
      </div>
      <div className="hidden min-w-0 text-[0.8125rem] [grid-area:changes] @[96rem]:block">
        {changes && <ChangeChips event={event} max={3} />}
      </div>
      <div className="flex min-w-0 items-center justify-end [grid-area:result] @3xl:justify-start">
        {event.result !== null && (
          <ResultLabel
            result={event.result}
            active={filters.result === event.result}
            onToggle={() => onFilters(toggleResult(filters, event.result ?? ''))}
          />
        )}
      </div>
    </article>
  );
});
