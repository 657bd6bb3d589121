import type { MatchedCondition, NormalizedEvent, RuleBody } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { MAX_EVENT_KEYS, SEVERITIES, type AlertDocument } from './alert.schema';
import { tiesOf } from './join-incidents';

/** One reason to raise an alert: a rule that an event matched, or whose window it crossed. */
export interface Hit {
  rule: { id: string; version: number; body: RuleBody };
  event: NormalizedEvent;
  matched: readonly MatchedCondition[];
  /** dedupe keys of all events concerned, in order; of a rule without window only the event's */
  eventKeys: readonly string[];
  first: Date;
  last: Date;
  lateBySeconds: number;
  window: { count: number; group: string } | null;
}

function messageOf({ rule, event, window }: Hit): string {
  const what = rule.body.message === '' ? rule.body.name : rule.body.message;
  return window && window.count > 1 ? `${what} (${window.count}): ${event.display_summary}` : `${what}: ${event.display_summary}`;
}

/** The alert that a hit raises, in an incident of its own. */
export function newAlert(ctx: TenantContext, hit: Hit, id: string): Omit<AlertDocument, 'tenant_id'> {
  const { rule, event, window } = hit;
  const now = ctx.clock.now();
  return {
    _id: id,
    timestamp: now,
    rule_id: rule.id,
    rule_name: rule.body.name,
    rule_version: rule.version,
    severity: rule.body.severity,
    rank: SEVERITIES.indexOf(rule.body.severity),
    techniques: rule.body.techniques,
    tags: rule.body.tags,
    message: messageOf(hit).slice(0, 2000),
    guidance: rule.body.guidance,
    event_id: event.id,
    event_key: event.dedupe_key,
    event_keys: hit.eventKeys.slice(-MAX_EVENT_KEYS),
    summary: event.display_summary,
    service: event.service,
    operation: event.operation,
    actor: event.actor_display,
    actor_upn: event.actor_upn,
    actor_folded: `${event.actor_display ?? ''}\n${event.actor_upn ?? ''}`.toLowerCase(),
    targets: event.target_displays.slice(0, 50),
    entity_keys: event.entity_keys.slice(0, 200),
    tied_by: tiesOf(event),
    status: 'open',
    assignee: null,
    occurrences: hit.eventKeys.length,
    first_seen: hit.first,
    last_seen: hit.last,
    late_by_seconds: hit.lateBySeconds,
    matched: [...hit.matched],
    window: window && { ...window, first: hit.first, last: hit.last },
    comments: [],
    history: [{ at: now, by: 'AOC', change: 'raised', from: null, to: 'open', reason: null }],
    close_reason: null,
    acknowledged_at: null,
    closed_at: null,
    notified_at: null,
    incident_id: id,
    version: 1,
  };
}
