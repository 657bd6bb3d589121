import type { Alert, AlertHistoryEntry, MatchedCondition, Severity, TenantId } from '@aoc/contracts';
import type { StoredComment } from '@aoc/server/events';
import type { CollectionDefinition } from '@aoc/server/mongo';

type StoredHistory = Omit<AlertHistoryEntry, 'at'> & { at: Date };

/** An alert. `_id` follows from its rule and the event that raised it, so that a repeat finds it. */
export interface AlertDocument {
  _id: string;
  tenant_id: TenantId;
  timestamp: Date;
  rule_id: string;
  rule_name: string;
  rule_version: number;
  severity: Severity;
  /** For sorting: 0 informational to 4 critical. */
  rank: number;
  techniques: string[];
  tags: string[];
  message: string;
  guidance: string;
  event_id: string;
  /** dedupe key of the event that raised it */
  event_key: string;
  /** dedupe keys of its events, the newest {@link MAX_EVENT_KEYS} */
  event_keys: string[];
  summary: string;
  /** of the event that raised it; also what privacy limits look at */
  service: string;
  operation: string;
  actor: string | null;
  actor_upn: string | null;
  actor_folded: string;
  targets: string[];
  entity_keys: string[];
  /** The entities that tie alerts together into an incident. */
  tied_by: string[];
  status: Alert['status'];
  assignee: string | null;
  occurrences: number;
  first_seen: Date;
  last_seen: Date;
  late_by_seconds: number;
  matched: MatchedCondition[];
  window: { count: number; first: Date; last: Date; group: string } | null;
  comments: StoredComment[];
  history: StoredHistory[];
  close_reason: string | null;
  acknowledged_at: Date | null;
  closed_at: Date | null;
  notified_at: Date | null;
  incident_id: string;
  version: number;
}

export const MAX_EVENT_KEYS = 500;
export const SEVERITIES: readonly Severity[] = ['informational', 'low', 'medium', 'high', 'critical'];

export const alertIndex = {
  newest: 'tenant_timestamp',
  severity: 'tenant_rank_timestamp',
  events: 'tenant_event_keys',
  ties: 'tenant_tied_by_last_seen',
  incident: 'tenant_incident',
} as const;

export const alertCollection: CollectionDefinition = {
  name: 'alerts',
  indexes: [
    { name: alertIndex.newest, serves: 'alerts, newest first', key: { tenant_id: 1, timestamp: -1, _id: -1 } },
    { name: alertIndex.severity, serves: 'alerts, most severe first', key: { tenant_id: 1, rank: -1, timestamp: -1, _id: -1 } },
    { name: alertIndex.events, serves: 'whether an event raised an alert already', key: { tenant_id: 1, event_keys: 1 } },
    { name: alertIndex.ties, serves: 'alerts about the same entities', key: { tenant_id: 1, tied_by: 1, last_seen: -1 } },
    { name: alertIndex.incident, serves: 'alerts of an incident', key: { tenant_id: 1, incident_id: 1, first_seen: 1 } },
  ],
};

/**
 * Where repeats of one rule about one actor (or one group of a window) meet: the stretches of event time that its alerts span. Changed
 * only from revision to revision, so that several writers decide one after the other. `_id` is a hash over tenant, rule and actor.
 */
export interface AlertSlotDocument {
  _id: string;
  tenant_id: TenantId;
  revision: number;
  spans: { alert_id: string; first: Date; last: Date }[];
  /** Slots are forgotten long after the last event that could join. */
  expires: Date;
}

export const alertSlotCollection: CollectionDefinition = {
  name: 'alert_slots',
  indexes: [{ name: 'expiry', serves: 'slots are forgotten when nothing can join any more', key: { expires: 1 }, expireAfterSeconds: 0 }],
};
