import type { Alert } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import { seconds } from './coverage';
import type { Table } from './event-table';
import { clip } from './shorten';

/** Alerts as a table; `most` is the most characters of a text. */
export function alertTable(ctx: Pick<ReadContext, 'tenants'>, alerts: readonly Alert[], most: number): Table {
  const several = ctx.tenants.length > 1;
  const text = (value: string | null): string | null => (value === null ? null : clip(value, most));
  return {
    columns: ['id', 'raised', 'severity', 'status', 'rule', 'summary', 'events', 'assignee', ...(several ? ['tenant'] : [])],
    rows: alerts.map((alert) => [
      alert.id,
      seconds(alert.timestamp),
      alert.severity,
      alert.status,
      text(alert.rule_name),
      text(alert.summary),
      String(alert.occurrences),
      text(alert.assignee),
      ...(several ? [alert.tenant_id] : []),
    ]),
  };
}
