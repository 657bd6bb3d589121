import { z } from 'zod';
import { instantParamSchema } from './event-filters';
import { instantSchema, tenantIdSchema } from './primitives';
import { RULE_LIMITS, ruleConditionSchema } from './rule-condition';

export const severitySchema = z.enum(['informational', 'low', 'medium', 'high', 'critical']);
export type Severity = z.infer<typeof severitySchema>;

const conditionsSchema = z.array(ruleConditionSchema).min(1, 'must name at least one condition').max(RULE_LIMITS.conditions);
const fieldSchema = z.string().trim().min(1).max(200);
const groupSchema = z.array(fieldSchema).max(RULE_LIMITS.groupFields);
const windowSchema = z.int().min(1).max(RULE_LIMITS.windowMinutes).meta({ description: 'minutes, by event time' });

/** As many events, or as many distinct values of a field, as `count` by the same group within the window. */
export const thresholdSchema = z.strictObject({
  count: z.int().min(2).max(10_000),
  distinct: fieldSchema.optional().meta({ description: 'count the distinct values of this field instead of events' }),
  group_by: groupSchema.default([]).meta({ description: 'fields that keep the counts apart, e.g. actor.id' }),
  window_minutes: windowSchema,
});
export type Threshold = z.infer<typeof thresholdSchema>;

/** Steps that all happen for the same entity within the window; the rule's own conditions must hold for every step. */
export const sequenceSchema = z.strictObject({
  steps: z
    .array(z.strictObject({ name: z.string().trim().min(1).max(100), conditions: conditionsSchema }))
    .min(2)
    .max(RULE_LIMITS.sequenceSteps),
  ordered: z.boolean().default(true),
  group_by: groupSchema.min(1),
  window_minutes: windowSchema,
});
export type Sequence = z.infer<typeof sequenceSchema>;

/** A value that was not seen before for the group (or for the tenant, without group) within the time looked back. */
export const firstSeenSchema = z.strictObject({
  field: fieldSchema,
  group_by: groupSchema.default([]),
  lookback_days: z.int().min(1).max(RULE_LIMITS.lookbackDays).default(30),
});
export type FirstSeen = z.infer<typeof firstSeenSchema>;

/** What people write is any instant of ISO 8601; kept and shown it is one with milliseconds. */
const writtenInstantSchema = instantParamSchema.transform((date) => date.toISOString()).pipe(instantSchema);

/** Events that a rule passes over though its conditions hold: by fields of the event, with owner, reason and end. */
export const ruleExceptionSchema = z.strictObject({
  id: z.string().min(1).max(64),
  kind: z.enum(['exception', 'snooze']).default('exception'),
  conditions: conditionsSchema,
  reason: z.string().trim().min(1, 'say why').max(1000),
  owner: z.string().trim().min(1).max(256),
  expires_at: writtenInstantSchema.nullable().default(null),
  bound_to: z
    .strictObject({
      addresses: z.array(z.string().max(64)).max(50).optional().meta({ description: 'CIDR ranges; void for an event from elsewhere' }),
      devices: z.array(z.string().max(256)).max(50).optional(),
      changes: z
        .array(z.string().max(256))
        .max(50)
        .optional()
        .meta({ description: 'changed properties; void when another one changed too' }),
    })
    .optional()
    .meta({ description: 'behaviour that the exception was given for: it is void when the event differs' }),
});
export type RuleException = z.infer<typeof ruleExceptionSchema>;

const techniqueSchema = z.string().regex(/^T\d{4}(\.\d{3})?$/, 'must be an ATT&CK technique id such as T1098.003');
const tagSchema = z.string().trim().min(1).max(64);

/** What a person writes: a rule without identity and history. `{name, enabled, severity, message, conditions}` is the shape of 1.x. */
export const ruleBodySchema = z.strictObject({
  name: z.string().trim().min(1, 'must not be empty').max(200),
  enabled: z.boolean().default(true),
  severity: severitySchema,
  message: z.string().trim().max(1000).default(''),
  conditions: conditionsSchema,
  description: z.string().trim().max(4000).default(''),
  guidance: z.string().trim().max(4000).default('').meta({ description: 'what to do when it fires' }),
  tags: z.array(tagSchema).max(50).default([]),
  techniques: z.array(techniqueSchema).max(20).default([]),
  references: z.array(z.url().max(1000)).max(20).default([]),
  threshold: thresholdSchema.optional(),
  sequence: sequenceSchema.optional(),
  first_seen: firstSeenSchema.optional(),
  exceptions: z.array(ruleExceptionSchema).max(RULE_LIMITS.exceptions).default([]),
  tenants: z
    .union([z.literal('all'), z.array(tenantIdSchema).min(1, 'must name at least one tenant').max(500)])
    .default('all')
    .meta({ description: 'for a global rule: the tenants it runs for' }),
});
export type RuleBody = z.infer<typeof ruleBodySchema>;

/** At most one of threshold, sequence and first_seen; a rule with none of them fires on every event that it matches. */
export const checkedRuleBodySchema = ruleBodySchema.refine(
  (rule) => [rule.threshold, rule.sequence, rule.first_seen].filter((form) => form !== undefined).length <= 1,
  { message: 'name only one of threshold, sequence and first_seen', path: ['threshold'] },
);

/** One condition that held, with what was found: the explanation of an alert. */
export const matchedConditionSchema = z.object({
  field: z.string(),
  op: z.string(),
  expected: z.unknown(),
  found: z.array(z.unknown()).meta({ description: 'the values of the event that made it hold, at most 5' }),
});
export type MatchedCondition = z.infer<typeof matchedConditionSchema>;
