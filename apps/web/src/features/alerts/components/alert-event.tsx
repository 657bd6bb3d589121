import type { Alert } from '@aoc/contracts';
import { Skeleton } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import { changesOf } from '../../../shared/changes';
import { ChangesTable } from '../../../shared/changes-table';
import { PanelSection } from '../../../shared/panel-section';
import { ProblemNotice } from '../../../shared/problem-notice';
import { useAlertEvent } from '../api/get-alert-event';
import { eventsAround, eventsOf } from '../model/event-links';
import { isMatchedChange } from '../model/matched-changes';

const link = 'text-accent leading-6 hover:underline';

/** What happened: the event that raised the alert, with the changes that the conditions looked at marked. */
export function AlertEvent({ alert }: { alert: Alert }) {
  const { data: event, error, isPending, refetch } = useAlertEvent(alert.event_dedupe_key);
  const all = eventsOf(alert);
  const number = Math.max(alert.event_ids.length, 1);
  return (
    <PanelSection title="What happened">
      <p className="[overflow-wrap:anywhere]">
        <bdi>{event?.display_summary || alert.summary}</bdi>
      </p>
      {isPending && <Skeleton className="h-16" />}
      {error && !event && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {event && changesOf(event).length > 0 && (
        <ChangesTable
          changes={changesOf(event)}
          name={(property) => <bdi>{property}</bdi>}
          isMarked={(change) => isMatchedChange(alert.matched, change)}
        />
      )}
      <p className="flex flex-wrap gap-x-4 gap-y-1">
        <Link to="/events" search={{ event: alert.event_dedupe_key }} className={link}>
          Open the event
        </Link>
        {number > 1 && all && (
          <Link to="/events" search={all} className={link}>
            All its {number} events
          </Link>
        )}
        <Link to="/events" search={eventsAround(alert)} className={link}>
          What else the actor did then
        </Link>
      </p>
    </PanelSection>
  );
}
