import { z } from 'zod';

/** Upper bounds that keep one rule cheap and readable. */
export const RULE_LIMITS = {
  conditions: 200,
  depth: 8,
  list: 1000,
  text: 500,
  regex: 500,
  groupFields: 4,
  sequenceSteps: 8,
  windowMinutes: 7 * 24 * 60,
  lookbackDays: 90,
  exceptions: 50,
} as const;

/** How the values found at a field are compared. Text is compared without minding case unless `case_sensitive` is set. */
export const ruleOperatorSchema = z.enum([
  'eq',
  'neq',
  'contains',
  'starts_with',
  'ends_with',
  'in',
  'not_in',
  'regex',
  'exists',
  'gt',
  'gte',
  'lt',
  'lte',
  'cidr',
  'after_hours',
  'any',
  'all',
]);
export type RuleOperator = z.infer<typeof ruleOperatorSchema>;

const scalarSchema = z.union([z.string().max(RULE_LIMITS.text), z.number(), z.boolean(), z.null()]);
export type RuleScalar = z.infer<typeof scalarSchema>;

const fieldPathSchema = z.string().trim().min(1, 'must name a field').max(200).meta({
  description:
    'dotted path into the event, e.g. operation, actor.upn, targets.display, changes.State.new, raw.properties.x. Lists on the way are walked: every element counts.',
});

/** Working time for `after_hours`; whatever is left out comes from the tenant's settings. */
export const workingTimeSchema = z.strictObject({
  time_zone: z.string().max(64).optional().meta({ description: 'IANA name, e.g. Europe/Berlin' }),
  days: z.array(z.int().min(1).max(7)).min(1).max(7).optional().meta({ description: 'ISO weekdays, 1 is Monday' }),
  start: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM')
    .optional(),
  end: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be HH:MM')
    .optional(),
});
export type WorkingTime = z.infer<typeof workingTimeSchema>;

export interface RuleComparison {
  field: string;
  op: RuleOperator;
  /**
   * What is compared with: a scalar, a list for `in` and `not_in`, true or false for `exists`, working time for `after_hours`, and
   * conditions on each element for `any` and `all`. A list for another operator means any of its members, as in Sigma.
   */
  value?: RuleScalar | RuleScalar[] | WorkingTime | RuleCondition[] | undefined;
  case_sensitive?: boolean | undefined;
}
export type RuleCondition = RuleComparison | { all_of: RuleCondition[] } | { any_of: RuleCondition[] } | { not: RuleCondition };

const many = () =>
  z
    .array(z.lazy(() => ruleConditionSchema))
    .min(1, 'must name at least one condition')
    .max(RULE_LIMITS.conditions);

/** One condition: a comparison of the 1.x shape `{field, op, value}`, or a group of conditions. */
export const ruleConditionSchema: z.ZodType<RuleCondition> = z
  .union([
    z.strictObject({
      field: fieldPathSchema,
      op: ruleOperatorSchema,
      value: z
        .union([
          scalarSchema,
          z.array(scalarSchema).max(RULE_LIMITS.list),
          workingTimeSchema,
          z.lazy(() => z.array(ruleConditionSchema).min(1)),
        ])
        .optional(),
      case_sensitive: z.boolean().optional(),
    }),
    z.strictObject({ all_of: many() }),
    z.strictObject({ any_of: many() }),
    z.strictObject({ not: z.lazy(() => ruleConditionSchema) }),
  ])
  .meta({ id: 'RuleCondition' });
