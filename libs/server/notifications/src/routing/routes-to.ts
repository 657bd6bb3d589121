import type { Alert, ChannelRouting } from '@aoc/contracts';

/** Whether a channel takes an alert. Each of the three lists that names something must hold one of the alert's; an empty one takes all. */
export function routesTo(routing: ChannelRouting, alert: Pick<Alert, 'severity' | 'tags' | 'rule_id'>): boolean {
  const { severities, tags, rule_ids } = routing;
  return (
    (severities.length === 0 || severities.includes(alert.severity)) &&
    (tags.length === 0 || alert.tags.some((tag) => tags.includes(tag))) &&
    (rule_ids.length === 0 || rule_ids.includes(alert.rule_id))
  );
}
