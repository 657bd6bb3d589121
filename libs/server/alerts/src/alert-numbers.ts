import { alertStatusSchema, severitySchema, type AlertQuality, type AlertSummary, type Rule } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import { z } from 'zod';
import type { AlertStore } from './alert.repository';
import { alertIndex } from './alert.schema';
import { limitedTenants } from './within-sight';

const DAY = 86_400_000;
/** Alerts that numbers over a time are made of, at most: the newest. */
const MAX_COUNTED = 50_000;

const median = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
};
const seconds = (from: Date, to: Date | null): number[] => (to ? [Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000))] : []);

const TIMES = {
  tenant_id: 1,
  rule_id: 1,
  rule_name: 1,
  severity: 1,
  status: 1,
  occurrences: 1,
  timestamp: 1,
  acknowledged_at: 1,
  closed_at: 1,
} as const;

const recent = (ctx: ReadContext, { alerts }: AlertStore, days: number) =>
  alerts
    .find(
      ctx,
      { timestamp: { $gte: new Date(ctx.clock.now().getTime() - days * DAY) } },
      { projection: TIMES, sort: { timestamp: -1 }, limit: MAX_COUNTED, hint: alertIndex.newest },
    )
    .toArray();

const groupSchema = z.object({ _id: z.object({ status: alertStatusSchema, severity: severitySchema }), count: z.number() });

/** How many alerts there are by status and severity, and how fast people were in the last 30 days. */
export async function alertSummary(ctx: ReadContext, store: AlertStore): Promise<AlertSummary> {
  const [groups, rows] = await Promise.all([
    store.alerts.aggregate(ctx, {}, [{ $group: { _id: { status: '$status', severity: '$severity' }, count: { $sum: 1 } } }]),
    recent(ctx, store, 30),
  ]);
  const counts = z.array(groupSchema).parse(groups);
  const total = (status: string): number => counts.filter(({ _id }) => _id.status === status).reduce((sum, { count }) => sum + count, 0);
  return {
    total_open: total('open'),
    total_acknowledged: total('acknowledged'),
    total_resolved: total('resolved'),
    total_false_positive: total('false_positive'),
    by_status_severity: counts,
    median_seconds_to_acknowledge: median(rows.flatMap((row) => seconds(row.timestamp, row.acknowledged_at))),
    median_seconds_to_resolve: median(rows.flatMap((row) => seconds(row.timestamp, row.closed_at))),
  };
}

/** How useful each rule of each tenant was in the last days, the noisiest first. */
export async function alertQuality(ctx: ReadContext, store: AlertStore, days: number): Promise<AlertQuality> {
  const limited = limitedTenants(ctx);
  const byRule = Map.groupBy(await recent(ctx, store, days), ({ tenant_id, rule_id }) => `${tenant_id} ${rule_id}`);
  const items = [...byRule.values()].flatMap((rows): AlertQuality['items'] => {
    const [newest] = rows;
    if (!newest) return [];
    const having = (status: string): number => rows.filter((row) => row.status === status).length;
    const [resolved, false_positives] = [having('resolved'), having('false_positive')];
    const closed = resolved + false_positives;
    return [
      {
        tenant_id: newest.tenant_id,
        rule_id: newest.rule_id,
        rule_name: newest.rule_name,
        severity: newest.severity,
        alerts: rows.length,
        // What alerts count may be hidden.
        events: limited.has(newest.tenant_id) ? rows.length : rows.reduce((sum, row) => sum + row.occurrences, 0),
        open: having('open') + having('acknowledged'),
        resolved,
        false_positives,
        false_positive_rate: closed === 0 ? null : false_positives / closed,
        median_seconds_to_acknowledge: median(rows.flatMap((row) => seconds(row.timestamp, row.acknowledged_at))),
        median_seconds_to_resolve: median(rows.flatMap((row) => seconds(row.timestamp, row.closed_at))),
      },
    ];
  });
  return {
    items: items.sort((a, b) => b.alerts - a.alerts),
    start: new Date(ctx.clock.now().getTime() - days * DAY).toISOString(),
  };
}

/** How the rules fared in the last 30 days, by rule id. */
export async function ruleStats(ctx: ReadContext, store: AlertStore): Promise<Map<string, Rule['stats']>> {
  const byRule = Map.groupBy(await recent(ctx, store, 30), ({ rule_id }) => rule_id);
  return new Map(
    [...byRule].map(([id, rows]) => [
      id,
      {
        alerts_30d: rows.length,
        false_positives_30d: rows.filter(({ status }) => status === 'false_positive').length,
        last_alert_at: rows[0]?.timestamp.toISOString() ?? null,
      },
    ]),
  );
}
