import type { RuleBody } from '@aoc/contracts';
import { conditionWords } from '../../../shared/condition-words';

/** One part of a rule that differs: what is gone and what is new, as lines of text. */
export interface RuleDifference {
  part: string;
  removed: string[];
  added: string[];
}

const lines = (text: string): string[] => (text === '' ? [] : text.split('\n'));
const minutes = (value: number) => `within ${value} min`;
const groups = (fields: string[]) => (fields.length === 0 ? [] : [`for each ${fields.join(', ')}`]);

/** The parts of a rule as lines that a person can read. */
export function ruleLines(rule: RuleBody): Record<string, string[]> {
  const { threshold, sequence, first_seen } = rule;
  return {
    Name: [rule.name],
    State: [rule.enabled ? 'on' : 'off'],
    Severity: [rule.severity],
    Message: lines(rule.message),
    Conditions: rule.conditions.map(conditionWords),
    Threshold: threshold
      ? [
          `at least ${threshold.count} ${threshold.distinct ? `values of ${threshold.distinct}` : 'events'}`,
          minutes(threshold.window_minutes),
          ...groups(threshold.group_by),
        ]
      : [],
    Sequence: sequence
      ? [
          ...sequence.steps.map((step, index) => `${index + 1}. ${step.name}: ${step.conditions.map(conditionWords).join(' and ')}`),
          sequence.ordered ? 'in this order' : 'in any order',
          minutes(sequence.window_minutes),
          ...groups(sequence.group_by),
        ]
      : [],
    'First seen': first_seen ? [`${first_seen.field}, looking back ${first_seen.lookback_days} days`, ...groups(first_seen.group_by)] : [],
    Description: lines(rule.description),
    'What to do': lines(rule.guidance),
    Tags: rule.tags,
    Techniques: rule.techniques,
    References: rule.references,
    Exceptions: rule.exceptions.map(
      ({ kind, conditions, reason, expires_at }) =>
        `${kind}: ${conditions.map(conditionWords).join(' and ')} (${reason}${expires_at ? `, until ${expires_at}` : ''})`,
    ),
    Tenants: rule.tenants === 'all' ? ['all'] : rule.tenants,
  };
}

/** What `after` has that `before` has not, and the other way round, part by part. */
export function ruleDiff(before: RuleBody | undefined, after: RuleBody): RuleDifference[] {
  const [old, now] = [before ? ruleLines(before) : {}, ruleLines(after)];
  return Object.entries(now)
    .map(([part, current]) => {
      const previous: string[] = old[part] ?? [];
      return {
        part,
        removed: previous.filter((line) => !current.includes(line)),
        added: current.filter((line) => !previous.includes(line)),
      };
    })
    .filter(({ removed, added }) => removed.length + added.length > 0);
}
