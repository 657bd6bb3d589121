import type { RuleBody } from '@aoc/contracts';
import { defaultMappings, normalize } from '@aoc/normalization';
import { compileRules } from '../engine/compile-rules';
import { replay } from '../windows/replay';
import type { RuleExamples, Story } from './pack-rule';

export interface Liveness {
  /** fires on every example on which it should, and on none on which it should not */
  alive: boolean;
  /** what went wrong, in words; empty when alive */
  faults: string[];
}

/** Whether the rule would raise an alert on these records, and on which. */
function firesOn(body: RuleBody, story: Story, now: Date): boolean {
  const events = story.map((record, index) => {
    const normalized = normalize(record, { source: 'import', mappings: defaultMappings(), now });
    if (!normalized.ok) throw new Error(`record ${index + 1} is no event: ${normalized.detail}`);
    return normalized.event;
  });
  return replay(compileRules([{ id: 'rule', body: { ...body, enabled: true, tenants: 'all' } }]), events, { now }).length > 0;
}

/** Runs a rule over its examples through the whole way from record to window. Exceptions of the rule count. */
export function liveness(body: RuleBody, examples: RuleExamples, { now }: { now: Date }): Liveness {
  const faults: string[] = [];
  const check = (story: Story, expected: boolean, name: string): void => {
    try {
      if (firesOn(body, story, now) !== expected) faults.push(`${expected ? 'silent' : 'fires'} on ${name}`);
    } catch (error) {
      faults.push(`${name}: ${error instanceof Error ? error.message : 'unknown error'}`);
    }
  };
  const { problems } = compileRules([{ id: 'rule', body: { ...body, enabled: true } }]);
  for (const { place, message } of problems.get('rule') ?? []) faults.push(`${place}: ${message}`);
  examples.fires.forEach((story, index) => check(story, true, `example ${index + 1} that it should fire on`));
  examples.silent.forEach((story, index) => check(story, false, `example ${index + 1} that it should pass over`));
  return { alive: faults.length === 0 && examples.fires.length > 0, faults };
}
