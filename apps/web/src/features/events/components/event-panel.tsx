import { Badge, badgeClass, Button, CopyButton, cx, Kbd, Skeleton } from '@aoc/web/ui';
import type { EventDetail } from '@aoc/contracts';
import { Link2, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { ProblemState } from '../../../shared/problem-notice';
import { useEvent } from '../api/get-event';
import type { EventFilters } from '../model/filters';
import { outcomeOf } from '../model/outcome';
import { serviceColour } from '../model/service-colour';
import { EventChanges } from './event-changes';
import { EventComments } from './event-comments';
import { EventFacts } from './event-facts';
import { EventRaw } from './event-raw';
import { EventTags } from './event-tags';
import { RelatedEvents } from './related-events';
import { valueTarget } from './value-target';

interface EventPanelProps {
  id: string;
  /** Beside the list; otherwise it covers the list. */
  beside: boolean;
  filters: EventFilters;
  onFilters: (filters: EventFilters) => void;
  onClose: () => void;
}

function Body({ event, filters, onFilters }: { event: EventDetail } & Pick<EventPanelProps, 'filters' | 'onFilters'>) {
  return (
    <div className="flex flex-col gap-6 p-4 sm:p-5">
      <div className="flex flex-col gap-2.5">
        <h2 className="text-lg leading-6 font-semibold text-pretty [overflow-wrap:anywhere]">
          <bdi>{event.display_summary || event.operation}</bdi>
        </h2>
        <div className="flex flex-wrap gap-1.5">
          <Badge>
            <span aria-hidden className="size-2 shrink-0 rounded-full" style={{ background: serviceColour(event.service) }} />
            <bdi {...valueTarget({ field: 'service', value: event.service })}>{event.service}</bdi>
          </Badge>
          {event.result !== null && (
            <Badge tone={outcomeOf(event.result)}>
              <bdi {...valueTarget({ field: 'result', value: event.result })}>{event.result}</bdi>
            </Badge>
          )}
          {event.display_category !== event.service && (
            <Badge>
              <bdi {...valueTarget({ field: 'category', value: event.display_category })}>{event.display_category}</bdi>
            </Badge>
          )}
        </div>
      </div>
      <EventChanges event={event} />
      <EventFacts event={event} filters={filters} onFilters={onFilters} />
      <EventTags key={`tags ${event.dedupe_key}`} event={event} />
      <EventComments key={`comments ${event.dedupe_key}`} event={event} />
      <RelatedEvents event={event} filters={filters} />
      <EventRaw key={`raw ${event.dedupe_key}`} event={event} />
    </div>
  );
}

/** Everything about one event. */
export function EventPanel({ id, beside, filters, onFilters, onClose }: EventPanelProps) {
  const { data: event, error, isPending, refetch } = useEvent(id);
  const panel = useRef<HTMLElement>(null);
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    void body.current?.scrollTo({ top: 0 });
  }, [id]);
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label="Event details"
      className={cx(
        'flex flex-col bg-surface outline-none',
        beside ? 'w-[clamp(26rem,36vw,46rem)] shrink-0 border-l border-line' : 'fixed inset-0 z-40',
      )}
    >
      <div className="flex h-11 shrink-0 items-center gap-1 border-b border-line px-3 sm:px-4">
        <span className={cx(badgeClass('neutral'), 'border-0 bg-transparent px-1 text-soft')}>Event</span>
        <span className="ml-auto flex items-center gap-1.5 text-xs text-faint max-lg:hidden">
          <Kbd>j</Kbd>
          <Kbd>k</Kbd> next, previous <Kbd>Esc</Kbd> close
        </span>
        <span className="ml-2 flex items-center max-lg:ml-auto">
          <CopyButton text={location.href} label="Copy link" icon={Link2} />
          <Button variant="ghost" size="sm" onClick={onClose} aria-label="Close event">
            <X aria-hidden className="size-4" />
          </Button>
        </span>
      </div>
      <div ref={body} className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} role="region" aria-label="Details of the event">
        {isPending && <PanelSkeleton />}
        {error && !event && <ProblemState error={error} onRetry={() => void refetch()} />}
        {event && <Body event={event} filters={filters} onFilters={onFilters} />}
      </div>
    </aside>
  );
}

function PanelSkeleton() {
  return (
    <div role="status" aria-label="Loading the event" className="flex flex-col gap-4 p-5">
      <Skeleton className="h-6 w-4/5" />
      <Skeleton className="h-5 w-1/2" />
      <Skeleton className="h-32" />
      <Skeleton className="h-24" />
    </div>
  );
}
