import type { JsonObject, RuleBody, RuleCondition, RuleScalar, Severity } from '@aoc/contracts';

/** A rule that comes with the product. The key stays when its name changes, so that upgrades find it again. */
export interface PackRule {
  key: string;
  body: RuleBody;
}

/** Records as a source delivers them, in order; the rule is expected to fire on them, or to stay silent. */
export type Story = readonly JsonObject[];

export interface RuleExamples {
  fires: readonly Story[];
  silent: readonly Story[];
}

/** Examples by the key of their rule. */
export type ExamplesByKey = Readonly<Record<string, RuleExamples>>;

/** What is particular to a rule of the pack. */
interface Particulars extends Pick<RuleBody, 'name' | 'message' | 'conditions' | 'description' | 'guidance' | 'techniques'> {
  severity: Severity;
  tags: string[];
  threshold?: RuleBody['threshold'];
  sequence?: RuleBody['sequence'];
  first_seen?: RuleBody['first_seen'];
}

export const packRule = (key: string, particulars: Particulars): PackRule => ({
  key,
  body: { ...particulars, enabled: true, references: [], exceptions: [], tenants: 'all' },
});

const listed =
  (one: 'eq' | 'contains', many: 'in' | 'contains') =>
  (field: string, ...values: RuleScalar[]): RuleCondition =>
    values.length === 1 ? { field, op: one, value: values[0] ?? null } : { field, op: many, value: values };

/** The field is one of the values. */
export const is = listed('eq', 'in');
/** The field contains one of the texts. */
export const has = listed('contains', 'contains');
export const isNot = (field: string, ...values: RuleScalar[]): RuleCondition => ({ field, op: 'not_in', value: values });
export const exists = (field: string): RuleCondition => ({ field, op: 'exists', value: true });
export const anyOf = (...conditions: RuleCondition[]): RuleCondition => ({ any_of: conditions });
export const allOf = (...conditions: RuleCondition[]): RuleCondition => ({ all_of: conditions });
export const not = (condition: RuleCondition): RuleCondition => ({ not: condition });

export const operation = (...names: string[]): RuleCondition => is('operation', ...names);
/** Attempts that failed changed nothing; many sources give no result at all. */
export const notFailed: RuleCondition = isNot('result', 'failure', 'timeout');
/** Somebody, not a service of Microsoft's at its housekeeping. */
export const byUser: RuleCondition = is('actor.type', 'user');
/** A sign-in of the sign-in log that succeeded. */
export const signedIn: readonly RuleCondition[] = [is('service', 'SignIn'), is('result', 'success')];
