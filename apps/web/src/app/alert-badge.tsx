import type { AlertSummary } from '@aoc/contracts';
import { cx } from '@aoc/web/ui';
import { useAlertSummary } from '../features/alerts/api/alert-summary';
import { count } from '../shared/numbers';

const GRAVE = new Set(['critical', 'high']);
const MOST = 999;

/** Open alerts by severity, for the title. */
const bySeverity = (summary: AlertSummary): string =>
  summary.by_status_severity
    .filter(({ _id }) => _id.status === 'open')
    .map(({ _id, count: number }) => `${number} ${_id.severity}`)
    .join(', ');

/** How many alerts are open; red while a high or critical one is among them. Nothing while there are none. */
export function AlertBadge() {
  const { data } = useAlertSummary();
  if (!data || data.total_open === 0) return null;
  const grave = data.by_status_severity.some(({ _id, count: number }) => _id.status === 'open' && GRAVE.has(_id.severity) && number > 0);
  return (
    <span
      data-open-alerts={data.total_open}
      title={`Open alerts: ${bySeverity(data)}`}
      className={cx(
        'rounded-full px-1.5 text-2xs leading-4 font-semibold tabular-nums max-sm:absolute max-sm:top-0 max-sm:-right-1 max-sm:px-1',
        grave ? 'bg-bad-tint text-bad' : 'bg-accent-tint text-accent',
      )}
    >
      {data.total_open > MOST ? `${MOST}+` : count(data.total_open)}
      <span className="sr-only"> open</span>
    </span>
  );
}
