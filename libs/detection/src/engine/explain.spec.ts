import type { RuleCondition, RuleException } from '@aoc/contracts';
import { compileRules, evaluate } from '../index';
import { anEvent, aRule, NOW } from '../testing/build';

const event = anEvent({
  targets: [
    { type: 'User', id: 'u1', display: 'Bob', upn: 'bob@contoso.com', modified: [{ property: 'State', old: 'a', new: 'b' }] },
    { type: 'Role', id: 'r1', display: 'Global Administrator', upn: null, modified: [] },
    { type: 'User', id: 'u2', display: 'Eve', upn: 'eve@contoso.com', modified: [] },
  ],
  raw: { many: Array.from({ length: 20 }, (_none, index) => `value ${index}`), long: 'x'.repeat(5000) },
  entity_keys: ['laptop-1'],
});

function explained(...conditions: RuleCondition[]) {
  const { matches } = evaluate(compileRules([{ id: 'r', body: aRule(conditions) }]), event, { now: NOW });
  return matches[0]?.explain();
}

describe('the explanation of a match', () => {
  it('names only what held, through groups', () => {
    expect(
      explained(
        {
          any_of: [
            { field: 'result', op: 'eq', value: 'failure' },
            { field: 'result', op: 'eq', value: 'success' },
          ],
        },
        {
          not: {
            all_of: [
              { field: 'service', op: 'eq', value: 'RoleManagement' },
              { field: 'actor.type', op: 'eq', value: 'system' },
            ],
          },
        },
        { field: 'targets.type', op: 'in', value: ['role', 'group'] },
        { field: 'actor.ip', op: 'neq', value: '10.0.0.1' },
      ),
    ).toEqual([
      { field: 'result', op: 'eq', expected: 'success', found: ['success'] },
      { field: 'actor.type', op: 'not eq', expected: 'system', found: ['user'] },
      { field: 'targets.type', op: 'in', expected: ['role', 'group'], found: ['Role'] },
      { field: 'actor.ip', op: 'neq', expected: '10.0.0.1', found: ['203.0.113.7'] },
    ]);
  });

  it('names the elements of a list that held', () => {
    expect(
      explained({
        field: 'targets',
        op: 'any',
        value: [
          { field: 'type', op: 'eq', value: 'User' },
          { field: 'upn', op: 'contains', value: '@' },
        ],
      }),
    ).toEqual([
      { field: 'targets.type', op: 'eq', expected: 'User', found: ['User'] },
      { field: 'targets.upn', op: 'contains', expected: '@', found: ['bob@contoso.com', 'eve@contoso.com'] },
    ]);
  });

  it('shows few and short values', () => {
    const [many, long] = explained({ field: 'raw.many', op: 'contains', value: 'value' }, { field: 'raw.long', op: 'exists' }) ?? [];
    expect(many?.found).toHaveLength(5);
    expect(String(long?.found[0])).toHaveLength(200);
  });

  it('explains a sequence by the steps that the event is', () => {
    const step = (name: string, value: string) => ({ name, conditions: [{ field: 'operation', op: 'eq' as const, value }] });
    const body = aRule([{ field: 'actor', op: 'exists' }], {
      sequence: {
        steps: [step('a', 'Delete user'), step('b', 'Add member to role')],
        ordered: true,
        group_by: ['actor'],
        window_minutes: 5,
      },
    });
    const [match] = evaluate(compileRules([{ id: 'r', body }]), event, { now: NOW }).matches;
    expect(match?.explain().map(({ field }) => field)).toEqual(['actor', 'operation']);
    expect(match?.window).toEqual({ group: 'ann@contoso.com', entry: { at: event.timestamp.getTime(), dedupe_key: 'd1', steps: [1] } });
  });
});

describe('exceptions', () => {
  const exception = (more: Partial<RuleException> = {}): RuleException => ({
    id: 'x1',
    kind: 'exception',
    conditions: [{ field: 'actor.upn', op: 'eq', value: 'ann@contoso.com' }],
    reason: 'her job',
    owner: 'boss@contoso.com',
    expires_at: null,
    ...more,
  });
  const suppressed = (own: RuleException[], global: RuleException[] = []) => {
    const body = aRule([{ field: 'service', op: 'eq', value: 'RoleManagement' }], { exceptions: own });
    const { matches } = evaluate(compileRules([{ id: 'r', body }], { exceptions: global }), event, { now: NOW });
    expect(matches).toHaveLength(1);
    return matches[0]?.suppressed ?? null;
  };

  it('say which one it was and whose', () => {
    expect(suppressed([exception()])).toEqual({
      exception_id: 'x1',
      kind: 'exception',
      scope: 'rule',
      reason: 'her job',
      owner: 'boss@contoso.com',
      expires_at: null,
    });
    expect(suppressed([], [exception({ kind: 'snooze' })])).toMatchObject({ kind: 'snooze', scope: 'global' });
  });

  it.each<[string, Partial<RuleException>, boolean]>([
    ['before its end', { expires_at: '2026-11-24T12:00:00.001Z' }, true],
    ['at its end', { expires_at: '2026-11-24T12:00:00.000Z' }, false],
    ['for another actor', { conditions: [{ field: 'actor.upn', op: 'eq', value: 'x' }] }, false],
    ['from a bound address', { bound_to: { addresses: ['203.0.113.0/24'] } }, true],
    ['from elsewhere', { bound_to: { addresses: ['10.0.0.0/8'] } }, false],
    ['from a bound device', { bound_to: { devices: ['LAPTOP-1'] } }, true],
    ['from another device', { bound_to: { devices: ['LAPTOP-2'] } }, false],
    ['for a bound change', { bound_to: { changes: ['state', 'Other'] } }, true],
    ['for another change', { bound_to: { changes: ['Other'] } }, false],
    ['where one of two bonds fails', { bound_to: { addresses: ['203.0.113.7'], changes: ['Other'] } }, false],
    ['that cannot be compiled', { conditions: [{ field: 'nix', op: 'exists', value: false }] }, false],
    ['with a damaged range', { bound_to: { addresses: ['203.0.113.0/99'] } }, false],
  ])('cover an event %s or not', (_name, more, covered) => {
    expect(suppressed([exception(more)]) !== null).toBe(covered);
  });
});
