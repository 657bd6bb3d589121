import type { MatchedCondition, RuleBody, RuleException, Sequence } from '@aoc/contracts';
import { canonicalName } from '@aoc/normalization';
import { anchorOf } from './anchors';
import { allOf, ConditionCompiler, type Compiled } from './compile-condition';
import { compileExceptions, type CompiledException } from './exceptions';
import type { FieldPath } from './field-path';
import type { RuleProblem } from './problem';
import { SharedConditions } from './shared-conditions';
import type { EventSubject } from './subject';
import { DEFAULT_WORKING_HOURS, withDefaults, workingHoursProblem, type WorkingHours } from './working-time';

/** A rule with the id that its matches are reported under. */
export interface DetectionRule {
  id: string;
  body: RuleBody;
}

export interface CompileOptions {
  /** the tenant that the set is for: rules for other tenants are left out, and `tenant_id` can be asked for; all rules when absent */
  tenantId?: string;
  /** working time of the tenant, for `after_hours` */
  workingTime?: Partial<WorkingHours>;
  /** exceptions that hold for every rule */
  exceptions?: readonly RuleException[];
}

/** Fields of a window, read by the same paths as the conditions. */
export interface WindowPaths {
  group: readonly FieldPath[];
  value: FieldPath | null;
}

/** A rule that can run. */
export interface CompiledRule {
  readonly id: string;
  readonly body: RuleBody;
  readonly window: WindowPaths | null;
  matches(subject: EventSubject): boolean;
  explain(subject: EventSubject): MatchedCondition[];
  /** positions of the sequence's steps that the event is; empty for other rules */
  steps(subject: EventSubject): number[];
  readonly exceptions: readonly CompiledException[];
}

/** Rules compiled once, found by what an event is. */
export interface RuleSet {
  readonly tenantId: string | null;
  /** enabled rules that can run, in the given order */
  readonly rules: readonly CompiledRule[];
  /** problems by rule id; a rule with a problem outside of `exceptions[…]` does not run. Those of global exceptions are under '' */
  readonly problems: ReadonlyMap<string, readonly RuleProblem[]>;
  readonly exceptions: readonly CompiledException[];
  readonly shared: SharedConditions;
  /** by canonical operation, by lower-case service, and the rules that name neither */
  readonly byOperation: ReadonlyMap<string, readonly CompiledRule[]>;
  readonly byService: ReadonlyMap<string, readonly CompiledRule[]>;
  readonly rest: readonly CompiledRule[];
}

const stepConditions = (sequence: Sequence | undefined) => sequence?.steps.map(({ conditions }) => ({ all_of: conditions })) ?? [];

function compileBody(id: string, body: RuleBody, compiler: ConditionCompiler): CompiledRule {
  const own = compiler.all(body.conditions, 'conditions');
  const steps: Compiled[] = (body.sequence?.steps ?? []).map(({ conditions }, index) =>
    compiler.all(conditions, `sequence.steps[${index}].conditions`),
  );
  const form = body.threshold ? 'threshold' : body.sequence ? 'sequence' : 'first_seen';
  const groupBy = body[form]?.group_by ?? [];
  const group = groupBy.flatMap((name, index) => compiler.path(name, `${form}.group_by[${index}]`) ?? []);
  const valueField = body.threshold?.distinct ?? body.first_seen?.field;
  const value = valueField === undefined ? null : compiler.path(valueField, body.threshold ? 'threshold.distinct' : 'first_seen.field');
  const stepsOf = (subject: EventSubject): number[] => steps.flatMap((step, index) => (step.test(subject) ? [index] : []));
  return {
    id,
    body,
    window: body.threshold || body.sequence || body.first_seen ? { group, value } : null,
    matches:
      steps.length === 0 ? (subject) => own.test(subject) : (subject) => own.test(subject) && steps.some((step) => step.test(subject)),
    explain: (subject) => allOf([own, ...stepsOf(subject).flatMap((index) => steps[index] ?? [])]).explain(subject, false, ''),
    steps: stepsOf,
    exceptions: compileExceptions(body.exceptions, 'rule', compiler),
  };
}

function file(index: Map<string, CompiledRule[]>, keys: Iterable<string>, rule: CompiledRule): void {
  for (const key of keys) {
    const known = index.get(key);
    if (known) known.push(rule);
    else index.set(key, [rule]);
  }
}

/** What an event must be for a rule to match: one of these operations (canonical) or services (lower case); null where the rule does not say. */
export interface RuleAnchors {
  operations: ReadonlySet<string> | null;
  services: ReadonlySet<string> | null;
}

/** Read off the conditions that must hold, and for a sequence off those of its steps. Pure. */
export function ruleAnchors({ conditions, sequence }: Pick<RuleBody, 'conditions' | 'sequence'>): RuleAnchors {
  const steps = stepConditions(sequence);
  const all = steps.length === 0 ? conditions : [...conditions, { any_of: steps }];
  const operations = anchorOf(all, 'operation');
  const services = anchorOf(all, 'service');
  return {
    operations: operations && new Set([...operations].map(canonicalName)),
    services: services && new Set([...services].map((service) => service.toLowerCase())),
  };
}

/** Files the rule under the operations that it must have, else under the services, else with the rest. */
function fileRule(
  rule: CompiledRule,
  byOperation: Map<string, CompiledRule[]>,
  byService: Map<string, CompiledRule[]>,
  rest: CompiledRule[],
): void {
  const { operations, services } = ruleAnchors(rule.body);
  if (operations !== null) file(byOperation, operations, rule);
  else if (services !== null) file(byService, services, rule);
  else rest.push(rule);
}

const appliesTo = ({ tenants }: RuleBody, tenantId: string | null): boolean =>
  tenantId === null || tenants === 'all' || tenants.some((tenant) => tenant === tenantId);

function workingHours({ workingTime }: CompileOptions): WorkingHours {
  const hours = withDefaults(
    workingTime ? { ...workingTime, days: workingTime.days && [...workingTime.days] } : undefined,
    DEFAULT_WORKING_HOURS,
  );
  return workingHoursProblem(hours) === null ? hours : DEFAULT_WORKING_HOURS;
}

const isFatal = ({ place }: RuleProblem): boolean => !place.startsWith('exceptions[');

/**
 * Compiles rules once for many events. A rule with a problem is left out and its problems are listed; the others run. Disabled rules
 * and rules for other tenants are left out silently. Working time of the tenant that makes no sense falls back to the default.
 */
export function compileRules(rules: readonly DetectionRule[], options: CompileOptions = {}): RuleSet {
  const paths = new Map<string, FieldPath>();
  const hours = workingHours(options);
  const tenantId = options.tenantId ?? null;
  const problems = new Map<string, readonly RuleProblem[]>();
  const runnable: CompiledRule[] = [];
  const byOperation = new Map<string, CompiledRule[]>();
  const byService = new Map<string, CompiledRule[]>();
  const rest: CompiledRule[] = [];
  const shared = new SharedConditions();
  const running = rules.filter(({ body }) => body.enabled && appliesTo(body, tenantId));
  for (const { body } of running) shared.note(body);
  for (const { id, body } of running) {
    const compiler = new ConditionCompiler(paths, hours, shared);
    const rule = compileBody(id, body, compiler);
    if (compiler.problems.length > 0) problems.set(id, compiler.problems);
    if (compiler.problems.some(isFatal)) continue;
    runnable.push(rule);
    fileRule(rule, byOperation, byService, rest);
  }
  const compiler = new ConditionCompiler(paths, hours);
  const exceptions = compileExceptions(options.exceptions ?? [], 'global', compiler);
  if (compiler.problems.length > 0) problems.set('', compiler.problems);
  return { tenantId, rules: runnable, problems, exceptions, shared, byOperation, byService, rest };
}

/** What is wrong with one rule, for an editor; empty when it can run. */
export function ruleProblems(body: RuleBody): RuleProblem[] {
  const compiler = new ConditionCompiler(new Map(), DEFAULT_WORKING_HOURS);
  compileBody('', body, compiler);
  return compiler.problems;
}
