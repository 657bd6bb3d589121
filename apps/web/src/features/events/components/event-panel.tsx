import { Badge } from '@aoc/web/ui';
import type { EventDetail } from '@aoc/contracts';
import { ProblemState } from '../../../shared/problem-notice';
import { PanelSkeleton, SidePanel } from '../../../shared/side-panel';
import { useEvent } from '../api/get-event';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { outcomeOf } from '../../../shared/outcome';
import { TenantLabel } from '../../../shared/tenant-label';
import { serviceColour } from '../../../shared/service-colour';
import { EventChanges } from './event-changes';
import { EventComments } from './event-comments';
import { EventExplain } from './event-explain';
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
        <TenantLabel id={event.tenant_id} />
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
      <EventExplain key={`explain ${event.dedupe_key}`} event={event} filters={filters} />
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
  return (
    <SidePanel thing="event" id={id} beside={beside} onClose={onClose}>
      {isPending && <PanelSkeleton thing="event" />}
      {error && !event && <ProblemState error={error} onRetry={() => void refetch()} />}
      {event && <Body event={event} filters={filters} onFilters={onFilters} />}
    </SidePanel>
  );
}
