import { RULE_LIMITS, type MatchedCondition, type RuleComparison, type RuleCondition } from '@aoc/contracts';
import { MAX_FOUND, matchedCondition, mergeMatched } from './explain';
import { elementPath, fieldPath, unknownElementField, unknownField, type FieldPath } from './field-path';
import type { FieldValues } from './field-values';
import { leafTest, OPERATOR_COST, scalarsOf, ValueProblem, type LeafTest } from './leaf-test';
import type { RuleProblem } from './problem';
import type { SharedConditions } from './shared-conditions';
import { ElementSubject, type Subject } from './subject';
import type { WorkingHours } from './working-time';

/** A condition, ready to be asked. */
export interface Compiled {
  /** rough cost of asking; cheap ones are asked first */
  cost: number;
  test(subject: Subject): boolean;
  /** what held, for a subject of which `test` was true (or false, when negated) */
  explain(subject: Subject, negated: boolean, prefix: string): MatchedCondition[];
}

const NEVER: Compiled = { cost: 0, test: () => false, explain: () => [] };

/** Compiles the conditions of one rule; problems are collected, not thrown. */
export class ConditionCompiler {
  readonly problems: RuleProblem[] = [];
  private count = 0;

  constructor(
    /** paths by name, shared by all rules of a set, so that the values of an event are read once for all */
    private readonly paths: Map<string, FieldPath>,
    private readonly workingHours: WorkingHours,
    private readonly shared?: SharedConditions,
  ) {}

  /** All of the conditions together. */
  all(conditions: readonly RuleCondition[], place: string, depth = 1, list: string | null = null): Compiled {
    return allOf(conditions.map((condition, index) => this.one(condition, `${place}[${index}]`, depth, list)));
  }

  /** The field of this name, of the event or of the elements of a list; null, with a problem noted, when there is none. */
  path(name: string, place: string, list: string | null = null): FieldPath | null {
    const unknown = list === null ? null : unknownElementField(list, name);
    if (unknown !== null) {
      this.problems.push({ place, message: unknown });
      return null;
    }
    const key = list === null ? name : `[].${name}`;
    const known = this.paths.get(key);
    if (known) return known;
    const path = list === null ? fieldPath(name.trim()) : elementPath(name);
    if (path === null) this.problems.push({ place, ...unknownField(name) });
    else this.paths.set(key, path);
    return path;
  }

  private one(condition: RuleCondition, place: string, depth: number, list: string | null): Compiled {
    // Elements of a list are others each time, and what is too deep is told at its place.
    const { shared } = this;
    if (!shared || list !== null || depth > 1) return this.alone(condition, place, depth, list);
    const known = shared.find(condition);
    if (known && this.count + known.nodes <= RULE_LIMITS.conditions) {
      this.count += known.nodes;
      return known.condition;
    }
    const [problems, count] = [this.problems.length, this.count];
    const compiled = this.alone(condition, place, depth, list);
    return this.problems.length > problems ? compiled : shared.keep(condition, compiled, this.count - count);
  }

  private alone(condition: RuleCondition, place: string, depth: number, list: string | null): Compiled {
    this.count++;
    if (depth > RULE_LIMITS.depth) return this.refuse(place, `conditions are nested deeper than ${RULE_LIMITS.depth} levels`);
    if (this.count > RULE_LIMITS.conditions) {
      // Once is enough: all that follow are too many as well.
      return this.count === RULE_LIMITS.conditions + 1
        ? this.refuse(place, `a rule has at most ${RULE_LIMITS.conditions} conditions`)
        : NEVER;
    }
    if ('all_of' in condition) return this.all(condition.all_of, `${place}.all_of`, depth + 1, list);
    if ('any_of' in condition)
      return anyOf(condition.any_of.map((one, index) => this.one(one, `${place}.any_of[${index}]`, depth + 1, list)));
    if ('not' in condition) return not(this.one(condition.not, `${place}.not`, depth + 1, list));
    return this.comparison(condition, place, depth, list);
  }

  private comparison(comparison: RuleComparison, place: string, depth: number, list: string | null): Compiled {
    const path = this.path(comparison.field, `${place}.field`, list);
    if (path === null) return NEVER;
    const cost = path.cost + (OPERATOR_COST[comparison.op] ?? 0);
    try {
      if (comparison.op === 'exists') return exists(comparison, path, cost);
      if (comparison.op === 'any' || comparison.op === 'all') return this.elements(comparison, path, { place, depth, cost, list });
      const test = leafTest(comparison, { fold: path.fold, workingHours: this.workingHours });
      const nullToo = takesNull(comparison);
      return comparison.op === 'neq' || comparison.op === 'not_in'
        ? unequal(comparison, path, test, nullToo, cost)
        : equal(comparison, path, test, nullToo, cost);
    } catch (error) {
      if (!(error instanceof ValueProblem)) throw error;
      return this.refuse(`${place}.value${error.part}`, error.message);
    }
  }

  private elements(
    comparison: RuleComparison,
    path: FieldPath,
    { place, depth, cost, list }: { place: string; depth: number; cost: number; list: string | null },
  ): Compiled {
    const { value } = comparison;
    if (!Array.isArray(value) || value.length === 0)
      throw new ValueProblem(
        `${comparison.op} needs a list of conditions on each element, e.g. [{"field": "type", "op": "eq", "value": "User"}]`,
      );
    const members: readonly unknown[] = value;
    const conditions = members.filter(isCondition);
    if (conditions.length < members.length)
      throw new ValueProblem(`${comparison.op} takes conditions, not plain values; use "in" for these`);
    const field = comparison.field.trim();
    const inner = this.all(conditions, `${place}.value`, depth + 1, list === null ? field : `${list}.${field}`);
    return quantified(comparison, path, inner, cost + inner.cost);
  }

  private refuse(place: string, message: string): Compiled {
    this.problems.push({ place, message });
    return NEVER;
  }
}

const isCondition = (value: unknown): value is RuleCondition =>
  typeof value === 'object' && value !== null && ('field' in value || 'all_of' in value || 'any_of' in value || 'not' in value);

/** `eq null` holds where the field has no value. */
const takesNull = (comparison: RuleComparison): boolean =>
  (comparison.op === 'eq' || comparison.op === 'neq' || comparison.op === 'in' || comparison.op === 'not_in') &&
  scalarsOf(comparison).includes(null);

function someLeaf(values: FieldValues, test: LeafTest): boolean {
  const { length } = values.leaves;
  for (let index = 0; index < length; index++) if (test(values, index)) return true;
  return false;
}

const heldLeaves = (values: FieldValues, test: LeafTest): unknown[] => values.leaves.filter((_leaf, index) => test(values, index));

function equal(comparison: RuleComparison, path: FieldPath, test: LeafTest, nullToo: boolean, cost: number): Compiled {
  return {
    cost,
    test: (subject) => {
      const values = subject.values(path);
      return someLeaf(values, test) || (nullToo && values.leaves.length === 0);
    },
    explain: (subject, negated, prefix) => {
      const values = subject.values(path);
      return [matchedCondition(comparison, negated, negated ? values.leaves : heldLeaves(values, test), prefix)];
    },
  };
}

function unequal(comparison: RuleComparison, path: FieldPath, test: LeafTest, nullToo: boolean, cost: number): Compiled {
  return {
    cost,
    test: (subject) => {
      const values = subject.values(path);
      return !someLeaf(values, test) && !(nullToo && values.leaves.length === 0);
    },
    explain: (subject, negated, prefix) => {
      const values = subject.values(path);
      return [matchedCondition(comparison, negated, negated ? heldLeaves(values, test) : values.leaves, prefix)];
    },
  };
}

function exists(comparison: RuleComparison, path: FieldPath, cost: number): Compiled {
  const { value = true } = comparison;
  if (typeof value !== 'boolean') throw new ValueProblem('exists takes true or false');
  return {
    cost,
    test: (subject) => subject.values(path).leaves.length > 0 === value,
    explain: (subject, negated, prefix) => [matchedCondition(comparison, negated, subject.values(path).leaves, prefix)],
  };
}

function quantified(comparison: RuleComparison, path: FieldPath, inner: Compiled, cost: number): Compiled {
  const elements = (subject: Subject): ElementSubject[] =>
    subject.values(path).nodes.map((element) => new ElementSubject(element, subject.walker));
  return {
    cost,
    test: (subject) => {
      const list = elements(subject);
      return comparison.op === 'any'
        ? list.some((element) => inner.test(element))
        : list.length > 0 && list.every((element) => inner.test(element));
    },
    explain: (subject, negated, prefix) => {
      const list = elements(subject);
      const field = prefix === '' ? comparison.field : `${prefix}.${comparison.field}`;
      if (negated)
        return [
          matchedCondition(
            { ...comparison, value: null },
            true,
            list.map(({ element }) => element),
            prefix,
          ),
        ];
      const held = list.filter((element) => inner.test(element)).slice(0, MAX_FOUND);
      return mergeMatched(held.flatMap((element) => inner.explain(element, false, field)));
    },
  };
}

const byCost = (parts: readonly Compiled[]): Compiled[] => [...parts].sort((a, b) => a.cost - b.cost);
const totalCost = (parts: readonly Compiled[]): number => parts.reduce((sum, { cost }) => sum + cost, 0);

/** All parts must hold. Negated, those are explained that did not. */
export function allOf(parts: readonly Compiled[]): Compiled {
  const ordered = byCost(parts);
  const [only] = ordered;
  return {
    cost: totalCost(parts),
    test: ordered.length === 1 && only ? (subject) => only.test(subject) : (subject) => ordered.every((one) => one.test(subject)),
    explain: (subject, negated, prefix) =>
      parts.filter((one) => !negated || !one.test(subject)).flatMap((one) => one.explain(subject, negated, prefix)),
  };
}

function anyOf(parts: readonly Compiled[]): Compiled {
  const ordered = byCost(parts);
  return {
    cost: totalCost(parts),
    test: (subject) => ordered.some((one) => one.test(subject)),
    explain: (subject, negated, prefix) =>
      parts.filter((one) => negated || one.test(subject)).flatMap((one) => one.explain(subject, negated, prefix)),
  };
}

function not(inner: Compiled): Compiled {
  return {
    cost: inner.cost,
    test: (subject) => !inner.test(subject),
    explain: (subject, negated, prefix) => inner.explain(subject, !negated, prefix),
  };
}
