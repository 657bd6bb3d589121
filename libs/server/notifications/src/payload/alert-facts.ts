import { matchedConditionSchema, severitySchema, type Alert } from '@aoc/contracts';
import { isHiddenBy, type PrivacyPolicy } from '@aoc/server/context';
import { z } from 'zod';

const MAX_TARGETS = 20;
const MAX_MATCHED = 20;

/** What a message says of an alert: a picture of the moment in which it was raised or re-opened, kept in the outbox as JSON. */
export const alertFactsSchema = z.object({
  alert_id: z.string(),
  rule_id: z.string(),
  rule_name: z.string(),
  severity: severitySchema,
  message: z.string(),
  guidance: z.string(),
  summary: z.string(),
  service: z.string(),
  operation: z.string(),
  actor: z.string().nullable(),
  targets: z.array(z.string()),
  raised_at: z.string(),
  event_id: z.string(),
  event_dedupe_key: z.string(),
  event_at: z.string(),
  occurrences: z.int(),
  matched: z.array(matchedConditionSchema),
  techniques: z.array(z.string()),
  tags: z.array(z.string()),
  reopened: z.boolean(),
  /** Of the event; absent when whoever announced the alert did not know it. */
  result: z.string().nullable().optional(),
  /** True when privacy settings keep the details of its event from those who hold no privacy role: a channel holds none. */
  withheld: z.boolean(),
});
export type AlertFacts = z.infer<typeof alertFactsSchema>;

/** When and why an alert became worth a message the last time: raised, or re-opened. A repeat of the same call gives the same text. */
export function occasionOf(alert: Pick<Alert, 'history' | 'timestamp'>): string {
  const last = alert.history.findLast(({ change }) => change === 'raised' || change === 'reopened');
  return last ? `${last.change}:${last.at}` : `raised:${alert.timestamp}`;
}

export const WITHHELD = '(withheld: privacy)';

/** What the rule says, without what happened; its name when the two cannot be told apart, as with alerts of 1.x and texts that were cut. */
function rulesWords({ message, summary, rule_name }: AlertFacts): string {
  const end = `: ${summary}`;
  return summary !== '' && message.endsWith(end) ? message.slice(0, -end.length) : rule_name;
}

/** Without what a policy hides: what could tell who did what to whom. */
export function withhold<F extends AlertFacts>(facts: F, policy: PrivacyPolicy): F {
  if (facts.withheld || !isHiddenBy(policy, facts)) return facts;
  const message = rulesWords(facts);
  const hidden = {
    message,
    service: WITHHELD,
    operation: WITHHELD,
    actor: WITHHELD,
    summary: '',
    targets: [],
    matched: [],
    withheld: true,
  };
  return { ...facts, ...hidden, ...(facts.result === undefined ? {} : { result: null }) };
}

/** @param result of the event, where it is known */
export function factsOf(alert: Alert, policy: PrivacyPolicy, result?: string | null): AlertFacts {
  const facts = {
    alert_id: alert.id,
    rule_id: alert.rule_id,
    rule_name: alert.rule_name,
    severity: alert.severity,
    message: alert.message,
    guidance: alert.guidance,
    summary: alert.summary,
    service: alert.service,
    operation: alert.operation,
    actor: alert.actor ?? alert.actor_upn,
    targets: alert.targets.slice(0, MAX_TARGETS),
    raised_at: alert.timestamp,
    event_id: alert.event_id,
    event_dedupe_key: alert.event_dedupe_key,
    // What a window counted raises the alert with its last event.
    event_at: alert.window === null ? alert.first_seen : alert.last_seen,
    occurrences: alert.occurrences,
    matched: alert.matched.slice(0, MAX_MATCHED),
    techniques: alert.techniques,
    tags: alert.tags,
    reopened: occasionOf(alert).startsWith('reopened:'),
    ...(result === undefined ? {} : { result }),
    withheld: false,
  };
  return withhold(facts, policy);
}
