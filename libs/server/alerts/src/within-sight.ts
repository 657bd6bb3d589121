import type { Alert, TenantId } from '@aoc/contracts';
import { hiddenTenants, type ReadContext } from '@aoc/server/context';
import { eventIndex } from '@aoc/server/events';
import type { AlertStore } from './alert.repository';

const KEYS_AT_ONCE = 5000;

/** Tenants of which something is hidden from the caller. */
export const limitedTenants = (ctx: ReadContext): ReadonlySet<TenantId> => new Set(hiddenTenants(ctx).flatMap(({ tenants }) => tenants));

const placeOf = (tenant: string, key: string): string => `${tenant} ${key}`;

/** The text of an alert without the number of events that opened it. */
function withoutNumber({ message, summary }: Alert): string {
  const end = `: ${summary}`;
  return message.endsWith(end) ? message.slice(0, -end.length).replace(/ \(\d+\)$/, '') + end : message;
}

/**
 * An alert as if it counted only events that are `seen`, which are times (ISO) by place; with none of them it is told from when it was
 * raised. What is no longer stored is not seen.
 */
export function narrowed(alert: Alert, seen: ReadonlyMap<string, string>): Alert {
  const visible = alert.event_ids.filter((key) => seen.has(placeOf(alert.tenant_id, key)));
  if (alert.occurrences === 1 || visible.length === alert.occurrences) return alert;
  const times = visible.flatMap((key) => seen.get(placeOf(alert.tenant_id, key)) ?? []).toSorted();
  const [first_seen, last_seen] = [times[0] ?? alert.timestamp, times.at(-1) ?? alert.timestamp];
  const occurrences = Math.max(1, visible.length);
  return {
    ...alert,
    event_ids: visible.length > 0 ? visible : [alert.event_dedupe_key],
    occurrences,
    first_seen,
    last_seen,
    message: withoutNumber(alert),
    window: alert.window && { ...alert.window, count: Math.min(alert.window.count, occurrences), first: first_seen, last: last_seen },
  };
}

/** Alerts with what they say of their events narrowed to those that the caller may see, where something is hidden. */
export async function withinSight(ctx: ReadContext, { events }: AlertStore, alerts: readonly Alert[]): Promise<Alert[]> {
  const limited = limitedTenants(ctx);
  const counting = new Set(alerts.filter(({ tenant_id, occurrences }) => limited.has(tenant_id) && occurrences > 1));
  const keys = [...new Set([...counting].flatMap(({ event_ids }) => event_ids))];
  const seen = new Map<string, string>();
  for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
    const some = { dedupe_key: { $in: keys.slice(from, from + KEYS_AT_ONCE) } };
    const projection = { tenant_id: 1, dedupe_key: 1, timestamp: 1 };
    for await (const event of events.find(ctx, some, { projection, hint: eventIndex.dedupe }))
      seen.set(placeOf(event.tenant_id, event.dedupe_key), event.timestamp.toISOString());
  }
  return alerts.map((alert) => (counting.has(alert) ? narrowed(alert, seen) : alert));
}
