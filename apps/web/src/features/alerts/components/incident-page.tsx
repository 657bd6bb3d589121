import { Badge, Skeleton } from '@aoc/web/ui';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Instant } from '../../../shared/instant';
import { CARD, PageSection } from '../../../shared/page-section';
import { ProblemState } from '../../../shared/problem-notice';
import { SeverityBadge } from '../../../shared/severity';
import { TechniqueLinks } from '../../../shared/technique-links';
import { duration } from '../../../shared/time';
import { useTitle } from '../../../shared/use-title';
import { useIncident } from '../api/get-incident';
import { eventsOfEntity } from '../model/event-links';
import { IncidentTimeline } from './incident-timeline';

const route = getRouteApi('/incidents/$id');

/** Alerts that belong together: by time, with what they share. */
export function IncidentPage() {
  useTitle('Incident');
  const { id } = route.useParams();
  const { data: incident, error, isPending, refetch } = useIncident(id);
  return (
    <div className="relative min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-5xl flex-col gap-6 px-3 py-5 sm:px-6">
        <Link to="/alerts" className="self-start text-[0.8125rem] text-accent hover:underline">
          All alerts
        </Link>
        {isPending && <Skeleton className="h-40" />}
        {error && !incident && <ProblemState error={error} onRetry={() => void refetch()} />}
        {incident && (
          <>
            <div className="flex flex-col gap-2.5">
              <h1 className="text-xl font-semibold text-pretty [overflow-wrap:anywhere]">
                <bdi>{incident.title}</bdi>
              </h1>
              <div className="flex flex-wrap items-center gap-1.5">
                <SeverityBadge severity={incident.severity} />
                <Badge tone={incident.status === 'open' ? 'bad' : 'good'}>{incident.status === 'open' ? 'Open' : 'Closed'}</Badge>
                <TechniqueLinks ids={incident.techniques} />
              </div>
              <p className="text-soft">
                {incident.alerts} {incident.alerts === 1 ? 'alert' : 'alerts'} of {incident.rules.length}{' '}
                {incident.rules.length === 1 ? 'rule' : 'rules'}, {incident.open_alerts} not closed. From{' '}
                <Instant at={incident.first_seen} /> over{' '}
                {duration((Date.parse(incident.last_seen) - Date.parse(incident.first_seen)) / 1000)}.
              </p>
            </div>
            {incident.entity_keys.length > 0 && (
              <PageSection title="What they share">
                <ul className="flex flex-wrap gap-1.5">
                  {incident.entity_keys.slice(0, 30).map((key) => (
                    <li key={key} className="max-w-full">
                      <Link
                        to="/events"
                        search={eventsOfEntity(key)}
                        title={`All events of ${key}`}
                        className="block max-w-full truncate rounded border border-line bg-surface px-2 font-mono text-xs leading-6 text-soft hover:border-line-strong hover:bg-hover"
                      >
                        <bdi>{key}</bdi>
                      </Link>
                    </li>
                  ))}
                </ul>
              </PageSection>
            )}
            <PageSection title="Timeline">
              <div className={`${CARD} p-4`}>
                <IncidentTimeline alerts={incident.items} />
              </div>
            </PageSection>
          </>
        )}
      </div>
    </div>
  );
}
