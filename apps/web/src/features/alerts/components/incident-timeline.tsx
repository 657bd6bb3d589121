import type { Alert } from '@aoc/contracts';
import { Badge } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import { Instant } from '../../../shared/instant';
import { SeverityBadge, severityColour } from '../../../shared/severity';
import { TechniqueLinks } from '../../../shared/technique-links';
import { duration } from '../../../shared/time';
import { STATUS_WORDS, whatHappened } from '../model/alert-words';

/** Alerts in the order in which they happened, with the time that passed between them. */
export function IncidentTimeline({ alerts }: { alerts: Alert[] }) {
  const ordered = alerts.toSorted((a, b) => a.first_seen.localeCompare(b.first_seen));
  return (
    <ol aria-label="Alerts by time" className="ml-1.5 flex flex-col border-l-2 border-line">
      {ordered.map((alert, index) => {
        const before = ordered[index - 1];
        const gap = before ? (Date.parse(alert.first_seen) - Date.parse(before.first_seen)) / 1000 : 0;
        return (
          <li key={alert.id} className="relative pb-5 pl-5 last:pb-0">
            <span
              aria-hidden
              className="absolute top-1 -left-[0.4375rem] size-3 rounded-full border-2 border-surface"
              style={{ background: severityColour(alert.severity) }}
            />
            <p className="flex flex-wrap items-center gap-x-2 text-xs text-soft">
              <Instant at={alert.first_seen} />
              {gap > 0 && <span className="text-faint">{duration(gap)} later</span>}
              {alert.occurrences > 1 && <span>×{alert.occurrences}</span>}
            </p>
            <p className="flex flex-wrap items-center gap-2 pt-1">
              <SeverityBadge severity={alert.severity} />
              <Link
                to="/alerts"
                search={{ status: 'all', incident_id: alert.incident_id ?? undefined, alert: alert.id }}
                className="font-medium hover:underline"
              >
                {alert.rule_name}
              </Link>
              <Badge tone={STATUS_WORDS[alert.status].tone}>{STATUS_WORDS[alert.status].words}</Badge>
              <TechniqueLinks ids={alert.techniques} />
            </p>
            <p className="pt-1 text-[0.8125rem] text-soft [overflow-wrap:anywhere]">
              <bdi>{whatHappened(alert)}</bdi>
            </p>
          </li>
        );
      })}
    </ol>
  );
}
