import type { Alert, AuditEvent, RuleCondition } from '@aoc/contracts';

export interface Offer {
  key: string;
  label: string;
  condition: RuleCondition;
  /** Chosen at first. */
  chosen: boolean;
}

/** Conditions that an exception made from an alert can have: its actor, the address, the operation, the target. */
export function offeredConditions(alert: Alert, event: Pick<AuditEvent, 'actor' | 'targets'> | undefined): Offer[] {
  const offer = (key: string, label: string, field: string, value: string | null | undefined, chosen = false): Offer[] =>
    value ? [{ key, label: `${label} ${value}`, chosen, condition: { field, op: 'eq', value } }] : [];
  const actor = alert.actor_upn
    ? offer('actor', 'Actor', 'actor.upn', alert.actor_upn, true)
    : event?.actor.id
      ? [{ key: 'actor', label: `Actor ${alert.actor ?? event.actor.id}`, chosen: true, condition: idCondition(event.actor.id) }]
      : offer('actor', 'Actor', 'actor.display', alert.actor, true);
  const [target] = event?.targets ?? [];
  return [
    ...actor,
    ...offer('ip', 'Address', 'actor.ip', event?.actor.ip, actor.length === 0),
    ...offer('operation', 'Operation', 'operation', alert.operation),
    ...offer('target', 'Target', target?.upn ? 'targets.upn' : 'targets.display', target?.upn ?? target?.display),
  ];
}

const idCondition = (id: string): RuleCondition => ({ field: 'actor.id', op: 'eq', value: id });

/** How long an exception may last, in hours; null is without end. */
export const DURATIONS: { hours: number | null; label: string }[] = [
  { hours: 1, label: '1 hour' },
  { hours: 8, label: '8 hours' },
  { hours: 24, label: '1 day' },
  { hours: 168, label: '7 days' },
  { hours: 720, label: '30 days' },
  { hours: 2160, label: '90 days' },
  { hours: null, label: 'Without end' },
];
export const expiryAt = (hours: number | null, now: Date): string | null =>
  hours === null ? null : new Date(now.getTime() + hours * 3_600_000).toISOString();
