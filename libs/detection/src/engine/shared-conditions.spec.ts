import { RULE_LIMITS, type RuleCondition } from '@aoc/contracts';
import fc from 'fast-check';
import { compileRules, evaluate } from '../index';
import { anEvent, aRule, NOW } from '../testing/build';

const leaf = fc.constantFrom<RuleCondition>(
  { field: 'service', op: 'eq', value: 'Policy' },
  { field: 'operation', op: 'contains', value: 'Update' },
  { field: 'operation', op: 'eq', value: 'Delete policy' },
  { field: 'result', op: 'neq', value: 'success' },
  { field: 'actor.display', op: 'in', value: ['Ana', 'Bo'] },
  { field: 'actor.upn', op: 'exists', value: false },
  { field: 'targets', op: 'any', value: [{ field: 'display', op: 'eq', value: 'x' }] },
  { field: 'nonsense', op: 'eq', value: 1 },
);
const condition: fc.Arbitrary<RuleCondition> = fc.oneof(
  { weight: 3, arbitrary: leaf },
  leaf.map((one) => ({ not: one })),
  fc.tuple(leaf, leaf).map((any_of) => ({ any_of })),
  fc.tuple(leaf, leaf).map((all_of) => ({ all_of })),
);
const bodies = fc.array(
  fc.array(condition, { minLength: 1, maxLength: 4 }).map((conditions) => aRule(conditions)),
  { minLength: 1, maxLength: 8 },
);
const event = fc
  .record({
    service: fc.constantFrom('Policy', 'Device'),
    operation: fc.constantFrom('Update policy', 'Delete policy'),
    result: fc.constantFrom('success', 'failure'),
    display: fc.constantFrom('Ana', 'Cy'),
    upn: fc.constantFrom(null, 'a@contoso.com'),
  })
  .map(({ display, upn, ...rest }) => anEvent({ ...rest, actor: { ...anEvent().actor, display, upn } }));

const byId = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => a.localeCompare(b);

describe('conditions that several rules have', () => {
  it('are answered for each rule as if it were the only one, event after event, and explained later', () => {
    fc.assert(
      fc.property(bodies, fc.array(event, { minLength: 1, maxLength: 4 }), (rules, events) => {
        const together = compileRules(rules.map((body, n) => ({ id: `r${n}`, body })));
        const found = events.map((one) => evaluate(together, one, { now: NOW }).matches);
        const told = found.map((matches) => matches.map(({ rule, explain }) => [rule.id, explain()] as const).toSorted(byId));
        const alone = events.map((one) =>
          rules
            .flatMap((body, n) => {
              const { matches } = evaluate(compileRules([{ id: `r${n}`, body }]), one, { now: NOW });
              return matches.map(({ rule, explain }) => [rule.id, explain()] as const);
            })
            .toSorted(byId),
        );
        expect(told).toEqual(alone);
        for (const [n, body] of rules.entries())
          expect(together.problems.get(`r${n}`)).toEqual(compileRules([{ id: `r${n}`, body }]).problems.get(`r${n}`));
      }),
      { numRuns: 500 },
    );
  });

  it('count towards the limit of conditions of each rule', () => {
    const half = Math.ceil(RULE_LIMITS.conditions / 2);
    const many: RuleCondition = { any_of: Array.from({ length: half }, () => ({ field: 'service', op: 'eq', value: 'Policy' })) };
    const { problems } = compileRules([
      { id: 'one', body: aRule([many]) },
      { id: 'two', body: aRule([many, { not: many }]) },
    ]);
    expect([problems.has('one'), problems.get('two')?.map(({ message }) => message)]).toEqual([
      false,
      [expect.stringMatching(/at most \d+ conditions/)],
    ]);
  });
});
