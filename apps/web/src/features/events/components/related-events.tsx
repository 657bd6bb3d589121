import type { EventDetail } from '@aoc/contracts';
import { cx, Skeleton } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import { useZone } from '../../../shared/preferences';
import { TenantLabel } from '../../../shared/tenant-label';
import { shortDateTime } from '../../../shared/time';
import { useRelatedEvents } from '../api/related-events';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { outcomeOf } from '../../../shared/outcome';
import { relationsOf, type Relation } from '../model/related';
import { totalLabel } from '../model/total-label';
import { PanelSection } from '../../../shared/panel-section';

interface RelatedEventsProps {
  event: EventDetail;
  /** Those of the list, which stay when a related event is opened. */
  filters: EventFilters;
}

function Related({ event, filters, relation }: RelatedEventsProps & { relation: Relation }) {
  const zone = useZone();
  const { data, isPending, error } = useRelatedEvents(relation.filters);
  const others = data?.items.filter(({ dedupe_key }) => dedupe_key !== event.dedupe_key).slice(0, 5) ?? [];
  return (
    <div className="rounded-lg border border-line">
      <div className="flex items-center justify-between gap-3 border-b border-line px-3 py-1.5 text-xs">
        <bdi className="min-w-0 truncate font-medium">{relation.title}</bdi>
        {data && (
          <Link to="/events" search={relation.filters} className="shrink-0 text-accent tabular-nums hover:underline">
            {totalLabel(data.total, data.total_is_exact)}
          </Link>
        )}
      </div>
      {isPending && <Skeleton className="m-3" />}
      {error && <p className="px-3 py-2 text-[0.8125rem] text-soft">These events could not be read.</p>}
      {data && others.length === 0 && <p className="px-3 py-2 text-[0.8125rem] text-soft">Nothing else in these two days.</p>}
      <ul>
        {others.map((other) => (
          <li key={other.dedupe_key} className="border-b border-line last:border-0">
            <Link
              to="/events"
              search={{ ...filters, event: other.dedupe_key }}
              className="flex items-baseline gap-3 px-3 py-1.5 text-[0.8125rem] hover:bg-hover"
            >
              <time dateTime={other.timestamp} className="shrink-0 font-mono text-xs text-soft">
                {shortDateTime(other.timestamp, zone)}
              </time>
              <bdi className={cx('min-w-0 flex-1 truncate', outcomeOf(other.result) === 'bad' && 'text-bad')}>
                {other.display_summary || other.operation}
              </bdi>
              <TenantLabel id={other.tenant_id} />
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What the same actor did, and what happened to the same target, within a day. */
export function RelatedEvents({ event, filters }: RelatedEventsProps) {
  const relations = relationsOf(event);
  if (relations.length === 0) return null;
  return (
    <PanelSection title="Within a day">
      {relations.map((relation) => (
        <Related key={relation.title} event={event} filters={filters} relation={relation} />
      ))}
    </PanelSection>
  );
}
