import { DomainError, type Alert, type Incident } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import { alertIndex, SEVERITIES, type AlertDocument } from './alert.schema';
import type { AlertStore } from './alert.repository';
import { toAlert } from './alert-wire';
import { limitedTenants, withinSight } from './within-sight';

/** Alerts that the list of incidents is made of, at most: the newest. */
const MAX_READ = 5000;
const MAX_ALERTS = 500;

const isOpen = ({ status }: Pick<AlertDocument, 'status'>): boolean => status === 'open' || status === 'acknowledged';

/** Entities that most of the alerts share, those of most alerts first. */
function shared(alerts: readonly Pick<AlertDocument, 'tied_by'>[]): string[] {
  const counts = new Map<string, number>();
  for (const { tied_by } of alerts) for (const key of tied_by) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 1 || alerts.length === 1)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 10)
    .map(([key]) => key);
}

/** Where something is hidden from the caller the times are when alerts were raised: those of their events may be of hidden ones. */
function timesWithinSight<T extends AlertDocument>(ctx: ReadContext, alerts: readonly T[]): T[] {
  const limited = limitedTenants(ctx);
  const counts = ({ tenant_id, occurrences }: T) => limited.has(tenant_id) && occurrences > 1;
  return alerts.map((alert) => (counts(alert) ? { ...alert, first_seen: alert.timestamp, last_seen: alert.timestamp } : alert));
}

function toIncident(id: string, alerts: readonly AlertDocument[]): Incident | null {
  const [first] = alerts.toSorted((a, b) => a.first_seen.getTime() - b.first_seen.getTime());
  if (!first) return null;
  const rank = Math.max(...alerts.map((alert) => alert.rank));
  const who = first.actor ?? first.actor_upn ?? first.targets[0] ?? 'unknown actor';
  const rules = [...new Set(alerts.map(({ rule_name }) => rule_name))];
  const open = alerts.filter(isOpen).length;
  return {
    id,
    tenant_id: first.tenant_id,
    title: rules.length === 1 ? `${rules[0]}: ${who}` : `${rules[0]} and ${rules.length - 1} more: ${who}`,
    severity: SEVERITIES[rank] ?? 'low',
    status: open > 0 ? 'open' : 'closed',
    alerts: alerts.length,
    open_alerts: open,
    rules,
    techniques: [...new Set(alerts.flatMap(({ techniques }) => techniques))].sort(),
    entity_keys: shared(alerts),
    first_seen: first.first_seen.toISOString(),
    last_seen: new Date(Math.max(...alerts.map(({ last_seen }) => last_seen.getTime()))).toISOString(),
  };
}

/** Incidents of more than nothing, newest first: made from the newest alerts, so that they are always what their alerts are. */
export async function listIncidents(
  ctx: ReadContext,
  { alerts }: AlertStore,
  { status, page_size }: { status?: Incident['status'] | undefined; page_size: number },
): Promise<Incident[]> {
  const rows = await alerts
    .find(
      ctx,
      {},
      {
        projection: { matched: 0, comments: 0, history: 0, event_keys: 0, entity_keys: 0 },
        sort: { timestamp: -1, _id: -1 },
        limit: MAX_READ,
        hint: alertIndex.newest,
      },
    )
    .toArray();
  return [...Map.groupBy(timesWithinSight(ctx, rows), ({ incident_id }) => incident_id)]
    .flatMap(([id, members]) => toIncident(id, members) ?? [])
    .filter((incident) => status === undefined || incident.status === status)
    .sort((a, b) => (a.last_seen < b.last_seen ? 1 : -1))
    .slice(0, page_size);
}

/** @throws DomainError not_found */
export async function getIncident(ctx: ReadContext, store: AlertStore, id: string): Promise<Incident & { items: Alert[] }> {
  const rows = await store.alerts
    .find(ctx, { incident_id: id }, { sort: { first_seen: 1 }, limit: MAX_ALERTS, hint: alertIndex.incident })
    .toArray();
  const incident = toIncident(id, timesWithinSight(ctx, rows));
  if (!incident) throw new DomainError('not_found', 'There is no incident with this id. It may have become part of an older one.');
  return { ...incident, items: await withinSight(ctx, store, rows.map(toAlert)) };
}
