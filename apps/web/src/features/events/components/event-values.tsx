import type { AuditEvent } from '@aoc/contracts';
import { Badge, cx, MessageSquare } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import { actorLabel } from '../model/actor-label';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { valueTarget } from './value-target';

/** The operation; a press anywhere on the row opens the event. */
export function OperationLink({
  event,
  filters,
  open,
  className,
}: {
  event: AuditEvent;
  filters: EventFilters;
  open: boolean;
  className?: string;
}) {
  return (
    <Link
      to="/events"
      search={{ ...filters, event: event.dedupe_key }}
      preload={false}
      data-event-link={event.dedupe_key}
      aria-current={open || undefined}
      className={cx(
        'min-w-0 truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent',
        className,
      )}
    >
      <bdi className="relative z-10" {...valueTarget({ field: 'operation', value: event.operation })}>
        {event.operation}
      </bdi>
    </Link>
  );
}

export function ActorName({ event }: { event: AuditEvent }) {
  const label = actorLabel(event);
  return (
    <bdi
      className="relative z-10 block max-w-fit truncate"
      title={event.actor_upn ?? label}
      {...valueTarget({ field: 'actor', value: event.actor_display ?? event.actor_upn ?? '' })}
    >
      {label}
    </bdi>
  );
}

/** The first target, with a note of how many more there are. */
export function TargetNames({ event }: { event: AuditEvent }) {
  const [first, ...others] = event.target_displays;
  if (first === undefined) return null;
  return (
    <span className="flex max-w-full min-w-0 items-baseline gap-1.5">
      <bdi
        className="relative z-10 min-w-0 truncate"
        title={event.target_displays.join(', ')}
        {...valueTarget({ field: 'target', value: first })}
      >
        {first}
      </bdi>
      {others.length > 0 && <span className="shrink-0 text-xs text-faint">+{others.length}</span>}
    </span>
  );
}

/** Tags and the number of comments. */
export function Marks({ event, max = 3 }: { event: AuditEvent; max?: number }) {
  return (
    <>
      {event.tags.slice(0, max).map((tag) => (
        <Badge key={tag} tone="accent" className="max-w-32 shrink-0">
          <bdi className="relative z-10 truncate" {...valueTarget({ field: 'tag', value: tag })}>
            {tag}
          </bdi>
        </Badge>
      ))}
      {event.tags.length > max && <span className="text-xs text-faint">+{event.tags.length - max}</span>}
      {event.comments.length > 0 && (
        <span className="flex shrink-0 items-center gap-1 text-xs text-soft">
          <MessageSquare aria-label="Comments:" className="size-3" />
          {event.comments.length}
        </span>
      )}
    </>
  );
}
