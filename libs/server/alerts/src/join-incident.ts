import type { NormalizedEvent } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import type { AlertStore } from './alert.repository';
import { alertIndex, type AlertDocument } from './alert.schema';

/** Alerts about the same entity within this time belong together. */
const TOGETHER_MS = 2 * 3_600_000;
const MAX_TIES = 30;
const MAX_NEIGHBOURS = 200;

const folded = (values: readonly (string | null | undefined)[]): string[] =>
  values.flatMap((value) => (value ? [value.trim().toLowerCase()] : [])).filter((value) => value !== '');

/** Who did it, from where, and the people, apps and devices it was done to: what ties alerts together. Names of settings do not. */
export function tiesOf({ actor, targets }: NormalizedEvent): string[] {
  const own = folded([actor.type === 'system' ? null : (actor.upn ?? actor.id), actor.ip]);
  const others = targets
    .filter(({ type }) => /user|device|serviceprincipal|application|mailbox/i.test(type ?? ''))
    .flatMap(({ upn, id }) => folded([upn ?? id]));
  return [...new Set([...own, ...others])].slice(0, MAX_TIES);
}

/**
 * Puts a stored alert into the incident of an alert about the same entity at about the same time; without one it opens its own. Two that
 * do this at once meet: whoever looks last sees both and brings them together under the older incident.
 * @returns the id of the incident
 */
export async function joinIncident(ctx: TenantContext, { alerts }: AlertStore, alert: AlertDocument): Promise<string> {
  if (alert.tied_by.length === 0) return alert.incident_id;
  const from = new Date(alert.first_seen.getTime() - TOGETHER_MS);
  const to = new Date(alert.last_seen.getTime() + TOGETHER_MS);
  const near = await alerts
    .find(
      ctx,
      { tied_by: { $in: alert.tied_by }, last_seen: { $gte: from }, first_seen: { $lte: to } },
      { projection: { incident_id: 1, timestamp: 1 }, sort: { timestamp: 1 }, limit: MAX_NEIGHBOURS, hint: alertIndex.ties },
    )
    .toArray();
  const ids = [...new Set(near.map(({ incident_id }) => incident_id))];
  const [oldest = alert.incident_id] = near
    .toSorted((a, b) => a.timestamp.getTime() - b.timestamp.getTime() || (a._id < b._id ? -1 : 1))
    .map(({ incident_id }) => incident_id);
  const others = [...new Set([...ids, alert.incident_id])].filter((id) => id !== oldest);
  if (others.length > 0) await alerts.updateMany(ctx, { incident_id: { $in: others } }, { $set: { incident_id: oldest } });
  return oldest;
}
