import type { NormalizedEvent } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import type { AlertStore } from './alert.repository';
import { alertIndex, type AlertDocument } from './alert.schema';

/** Alerts about the same entity within this time belong together. */
const TOGETHER_MS = 2 * 3_600_000;
const MAX_TIES = 30;
const MAX_NEIGHBOURS = 5000;
const ALERTS_AT_ONCE = 50;
const MAX_ROUNDS = 20;

const folded = (values: readonly (string | null | undefined)[]): string[] =>
  values.flatMap((value) => (value ? [value.trim().toLowerCase()] : [])).filter((value) => value !== '');

/** Who did it, from where, and the people, apps and devices it was done to: what ties alerts together. Names of settings do not. */
export function tiesOf({ actor, targets }: Pick<NormalizedEvent, 'actor' | 'targets'>): string[] {
  const own = folded([actor.type === 'system' ? null : (actor.upn ?? actor.id), actor.ip]);
  const others = targets
    .filter(({ type }) => /user|device|serviceprincipal|application|mailbox/i.test(type ?? ''))
    .flatMap(({ upn, id }) => folded([upn ?? id]));
  return [...new Set([...own, ...others])].slice(0, MAX_TIES);
}

type Tied = Pick<AlertDocument, '_id' | 'incident_id' | 'tied_by' | 'timestamp' | 'first_seen' | 'last_seen'>;

const areTogether = (a: Tied, b: Tied): boolean =>
  a.first_seen.getTime() <= b.last_seen.getTime() + TOGETHER_MS &&
  b.first_seen.getTime() <= a.last_seen.getTime() + TOGETHER_MS &&
  a.tied_by.some((tie) => b.tied_by.includes(tie));

const byAge = (a: Tied, b: Tied): number => a.timestamp.getTime() - b.timestamp.getTime() || (a._id < b._id ? -1 : 1);

/** The incidents that alerts of `fresh` bring together, each group under the incident of its oldest alert. Pure. */
export function mergesOf(fresh: readonly Tied[], near: readonly Tied[]): { into: string; others: string[] }[] {
  let groups: Tied[][] = [];
  for (const alert of fresh) {
    const met = [alert, ...near.filter((other) => other._id !== alert._id && areTogether(alert, other))];
    const incidents = new Set(met.map(({ incident_id }) => incident_id));
    const joined = groups.filter((group) => group.some(({ incident_id }) => incidents.has(incident_id)));
    groups = [...groups.filter((group) => !joined.includes(group)), [...joined.flat(), ...met]];
  }
  return groups.flatMap((group) => {
    const [oldest] = group.toSorted(byAge);
    const others = new Set(group.map(({ incident_id }) => incident_id));
    if (!oldest || others.size < 2) return [];
    others.delete(oldest.incident_id);
    return [{ into: oldest.incident_id, others: [...others] }];
  });
}

async function joinSome(ctx: TenantContext, { alerts }: AlertStore, fresh: readonly AlertDocument[]): Promise<[string, string][]> {
  const from = Math.min(...fresh.map(({ first_seen }) => first_seen.getTime())) - TOGETHER_MS;
  const to = Math.max(...fresh.map(({ last_seen }) => last_seen.getTime())) + TOGETHER_MS;
  const ties = [...new Set(fresh.flatMap(({ tied_by }) => tied_by))];
  const filter = { tied_by: { $in: ties }, last_seen: { $gte: new Date(from) }, first_seen: { $lte: new Date(to) } };
  const projection = { incident_id: 1, tied_by: 1, timestamp: 1, first_seen: 1, last_seen: 1 };
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const near = await alerts
      .find(ctx, filter, { projection, sort: { timestamp: 1 }, limit: MAX_NEIGHBOURS, hint: alertIndex.ties })
      .toArray();
    const stored = new Map(near.map((one) => [one._id, one]));
    const now = fresh.map((one) => stored.get(one._id) ?? one);
    const merges = mergesOf(now, near);
    if (merges.length === 0) return now.map(({ _id, incident_id }) => [_id, incident_id]);
    for (const { into, others } of merges) await alerts.updateMany(ctx, { incident_id: { $in: others } }, { $set: { incident_id: into } });
  }
  throw new Error('incidents change too fast to be joined');
}

/**
 * Puts stored alerts into the incidents of alerts about the same entities at about the same time; one without such a neighbour stays in
 * its own. Looks again after each change, until nothing is left to bring together: somebody else may have moved, in between, the alerts
 * of the incident that was joined.
 * @returns incident by alert
 */
export async function joinIncidents(ctx: TenantContext, store: AlertStore, fresh: readonly AlertDocument[]): Promise<Map<string, string>> {
  const tied = fresh.filter(({ tied_by }) => tied_by.length > 0);
  const joined = new Map(fresh.map(({ _id, incident_id }) => [_id, incident_id]));
  for (let at = 0; at < tied.length; at += ALERTS_AT_ONCE)
    for (const [id, incident] of await joinSome(ctx, store, tied.slice(at, at + ALERTS_AT_ONCE))) joined.set(id, incident);
  return joined;
}
