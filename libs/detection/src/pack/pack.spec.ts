import { checkedRuleBodySchema } from '@aoc/contracts';
import { DEFAULT_RULES, liveness, PACK_RULES, RULE_EXAMPLES, ruleProblems } from '../index';
import { aRule, NOW } from '../testing/build';

const rules = [...DEFAULT_RULES, ...PACK_RULES];

/** Names and severities of 1.x, by which an upgrade recognises its rules. */
const DEFAULTS = [
  ['Failed Conditional Access', 'high'],
  ['After-Hours Admin Activity', 'medium'],
  ['New Application Registration', 'medium'],
  ['Admin Role Assignment', 'high'],
  ['License Change', 'low'],
  ['Bulk User Deletion', 'high'],
  ['Device Compliance Failure', 'medium'],
  ['Exchange Transport Rule Change', 'high'],
  ['Service Principal Credential Added', 'high'],
  ['External Sharing Enabled', 'medium'],
];

describe('the rules that come with the product', () => {
  it('are the default rules of 1.x and at least 40 more, under keys and names of their own', () => {
    expect(DEFAULT_RULES.map(({ body }) => [body.name, body.severity])).toEqual(DEFAULTS);
    expect(PACK_RULES.length).toBeGreaterThanOrEqual(40);
    for (const names of [rules.map(({ key }) => key), rules.map(({ body }) => body.name)]) expect(new Set(names).size).toBe(rules.length);
    expect(Object.keys(RULE_EXAMPLES).sort()).toEqual(rules.map(({ key }) => key).sort());
  });

  it.each(rules.map((rule) => [rule.key, rule] as const))('%s is complete and alive', (key, { body }) => {
    expect(checkedRuleBodySchema.parse(body)).toEqual(body);
    expect(ruleProblems(body)).toEqual([]);
    expect(body.techniques.length).toBeGreaterThan(0);
    for (const text of [body.message, body.description, body.guidance]) expect(text.length).toBeGreaterThan(5);
    const examples = RULE_EXAMPLES[key];
    expect(examples?.fires.length).toBeGreaterThan(0);
    expect(examples?.silent.length).toBeGreaterThan(0);
    expect(liveness(body, examples ?? { fires: [], silent: [] }, { now: NOW })).toEqual({ alive: true, faults: [] });
  });
});

describe('liveness', () => {
  const record = { Operation: 'X', CreationTime: '2026-03-04T10:00:00', Workload: 'Exchange', UserId: 'a@b.com' };

  it('says on which example a rule is dead', () => {
    const body = aRule([{ field: 'operation', op: 'eq', value: 'Y' }]);
    const faults = ['silent on example 1 that it should fire on', 'fires on example 1 that it should pass over'];
    expect(liveness(body, { fires: [[record]], silent: [[{ ...record, Operation: 'Y' }]] }, { now: NOW })).toEqual({
      alive: false,
      faults,
    });
  });

  it('names problems of the rule and records that are no events, and asks for an example', () => {
    const body = aRule([{ field: 'nix', op: 'exists' }]);
    const { alive, faults } = liveness(body, { fires: [], silent: [[{ x: 1 }]] }, { now: NOW });
    expect(alive).toBe(false);
    expect(faults).toEqual([
      expect.stringMatching(/^conditions\[0\]\.field: there is no field nix/),
      expect.stringMatching(/record 1 is no event/),
    ]);
    expect(liveness(aRule([{ field: 'operation', op: 'exists' }]), { fires: [], silent: [] }, { now: NOW }).alive).toBe(false);
  });
});
