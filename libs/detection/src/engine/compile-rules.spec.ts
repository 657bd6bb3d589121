import { tenantIdSchema, type RuleCondition } from '@aoc/contracts';
import fc from 'fast-check';
import { compileRules, evaluate, KNOWN_FIELDS, ruleProblems } from '../index';
import { anEvent, aRule, NOW } from '../testing/build';

const problems = (...conditions: RuleCondition[]) => ruleProblems(aRule(conditions));
const good: RuleCondition = { field: 'service', op: 'eq', value: 'RoleManagement' };

function nested(depth: number): RuleCondition {
  return depth === 0 ? good : { not: nested(depth - 1) };
}

describe('problems of a rule', () => {
  it.each<[string, RuleCondition, string, RegExp]>([
    ['unknown field', { field: 'operatoin', op: 'eq', value: 'x' }, 'conditions[1].field', /did you mean operation\?/],
    ['a name of the source', { field: 'UserId', op: 'eq', value: 'x' }, 'conditions[1].field', /did you mean actor\.upn\?.*record\.UserId/],
    ['unknown member', { field: 'actor.upm', op: 'eq', value: 'x' }, 'conditions[1].field', /did you mean actor\.upn\?/],
    ['unknown member of targets', { field: 'targets.name', op: 'eq', value: 'x' }, 'conditions[1].field', /no field targets\.name/],
    [
      'a name that every object has',
      { field: 'constructor', op: 'eq', value: 'x' },
      'conditions[1].field',
      /no field constructor; a field of the original record/,
    ],
    ['another one', { field: 'valueOf', op: 'eq', value: 'x' }, 'conditions[1].field', /no field valueOf; a field of the original record/],
    ['far from any field', { field: 'RiskEventTypesV2', op: 'eq', value: 'x' }, 'conditions[1].field', /written record\.RiskEventTypesV2/],
    ['open field alone', { field: 'parameters', op: 'eq', value: 'x' }, 'conditions[1].field', /needs a name after it/],
    ['bad regex', { field: 'operation', op: 'regex', value: '(' }, 'conditions[1].value', /not a regular expression: missing closing \)/],
    [
      'look-behind',
      { field: 'operation', op: 'regex', value: ['ok', '(?<!a)b'] },
      'conditions[1].value[1]',
      /look-behind are not supported/,
    ],
    ['back-reference', { field: 'operation', op: 'regex', value: '(a)\\1' }, 'conditions[1].value', /back-references are not supported/],
    ['costly regex', { field: 'operation', op: 'regex', value: '(\\w{50}){20}'.repeat(25) }, 'conditions[1].value', /costly|repeat/],
    ['bad range', { field: 'actor.ip', op: 'cidr', value: '10.0.0.0/33' }, 'conditions[1].value', /no address range/],
    [
      'bad zone',
      { field: 'timestamp', op: 'after_hours', value: { time_zone: 'Mars/Base' } },
      'conditions[1].value.time_zone',
      /no time zone Mars/,
    ],
    ['no hours', { field: 'timestamp', op: 'after_hours', value: { start: '09:00', end: '09:00' } }, 'conditions[1].value.end', /the same/],
    ['odd hours', { field: 'timestamp', op: 'after_hours', value: 9 }, 'conditions[1].value', /takes no value, or working time/],
    ['no value', { field: 'operation', op: 'eq' }, 'conditions[1].value', /needs a value/],
    ['text for a number', { field: 'raw.n', op: 'gt', value: 'many' }, 'conditions[1].value', /number or an instant/],
    ['null for text', { field: 'operation', op: 'contains', value: null }, 'conditions[1].value', /not with null/],
    ['no list', { field: 'targets', op: 'any', value: 'x' }, 'conditions[1].value', /list of conditions/],
    [
      'a field that elements do not have',
      { field: 'targets', op: 'any', value: [{ field: 'name', op: 'eq', value: 'x' }] },
      'conditions[1].value[0].field',
      /an element of targets has no name; it has type, id, display, upn, modified/,
    ],
    [
      'one of elements within elements',
      { field: 'targets', op: 'all', value: [{ field: 'modified', op: 'any', value: [{ not: { field: 'newValue', op: 'exists' } }] }] },
      'conditions[1].value[0].value[0].not.field',
      /an element of targets\.modified has no newValue; it has property, old, new/,
    ],
    [
      'one of changes',
      { field: 'changes', op: 'any', value: [{ field: 'name', op: 'eq', value: 'x' }] },
      'conditions[1].value[0].field',
      /an element of changes has no name/,
    ],
    ['values for any', { field: 'targets', op: 'any', value: ['x'] }, 'conditions[1].value', /use "in"/],
    ['conditions for eq', { field: 'targets', op: 'eq', value: [good] }, 'conditions[1].value[0]', /not with conditions/],
    ['exists with text', { field: 'targets', op: 'exists', value: 'yes' }, 'conditions[1].value', /true or false/],
    ['too deep', nested(9), `conditions[1]${'.not'.repeat(8)}`, /nested deeper than 8/],
    ['inside', { any_of: [good, { all_of: [{ field: 'nix', op: 'exists' }] }] }, 'conditions[1].any_of[1].all_of[0].field', /no field nix/],
  ])('%s', (_name, condition, place, message) => {
    expect(problems(good, condition)).toEqual([expect.objectContaining({ place, message: expect.stringMatching(message) })]);
  });

  it('names too many conditions once', () => {
    const many = { any_of: Array.from({ length: 110 }, () => good) };
    expect(problems(many, many)).toEqual([expect.objectContaining({ message: 'a rule has at most 200 conditions' })]);
  });

  it('finds unknown fields of groups, windows and exceptions', () => {
    const window = { count: 2, distinct: 'tragets.id', group_by: ['actr.id'], window_minutes: 5 };
    const exception = {
      id: 'x',
      kind: 'exception' as const,
      conditions: [{ field: 'actr', op: 'exists' as const }],
      reason: 'r',
      owner: 'o',
    };
    const body = aRule([good], { threshold: window, exceptions: [{ ...exception, expires_at: null }] });
    expect(ruleProblems(body).map(({ place, suggestion }) => [place, suggestion])).toEqual([
      ['threshold.group_by[0]', 'actor.id'],
      ['threshold.distinct', 'targets.id'],
      ['exceptions[0].conditions[0].field', 'actor'],
    ]);
  });

  it('stop only that rule', () => {
    const set = compileRules([
      { id: 'bad', body: aRule([{ field: 'nix', op: 'exists' }]) },
      { id: 'good', body: aRule([good]) },
    ]);
    expect([...set.problems.keys()]).toEqual(['bad']);
    expect(evaluate(set, anEvent(), { now: NOW }).matches.map(({ rule }) => rule.id)).toEqual(['good']);
  });

  it('are none for every field on offer', () => {
    for (const { name, open } of KNOWN_FIELDS) {
      expect(
        problems({
          field: open ? `${name}.${name.startsWith('targets') ? (name === 'targets' ? 'id' : 'new') : 'X'}` : name,
          op: 'exists',
        }),
      ).toEqual([]);
    }
  });
});

describe('a rule set', () => {
  it('asks only rules that can match, whatever way they name service and operation', () => {
    const bodies: [string, RuleCondition[]][] = [
      ['operation', [good, { field: 'operation', op: 'in', value: ['Add member to role.', 'x'] }]],
      [
        'either',
        [
          {
            any_of: [
              { field: 'operation', op: 'eq', value: 'ADD MEMBER TO ROLE' },
              { field: 'operation', op: 'eq', value: 'y' },
            ],
          },
        ],
      ],
      ['service', [good]],
      ['rest', [{ field: 'operation', op: 'contains', value: 'role' }]],
      ['other', [{ field: 'operation', op: 'eq', value: 'Delete user' }]],
      ['nested', [{ all_of: [{ field: 'service', op: 'in', value: ['Exchange'] }] }]],
    ];
    const set = compileRules(bodies.map(([id, conditions]) => ({ id, body: aRule(conditions) })));
    expect([...set.byOperation.keys()].sort()).toEqual(['add member to role', 'delete user', 'x', 'y']);
    expect([...set.byService.keys()].sort()).toEqual(['exchange', 'rolemanagement']);
    expect(set.rest.map(({ id }) => id)).toEqual(['rest']);
    const found = evaluate(set, anEvent(), { now: NOW }).matches.map(({ rule }) => rule.id);
    expect(found.sort()).toEqual(['either', 'operation', 'rest', 'service']);
  });

  it('leaves out disabled rules and those for other tenants', () => {
    const other = tenantIdSchema.parse('9f1c3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c11');
    const set = compileRules(
      [
        { id: 'disabled', body: aRule([good], { enabled: false }) },
        { id: 'elsewhere', body: aRule([good], { tenants: [other] }) },
        { id: 'everywhere', body: aRule([good]) },
      ],
      { tenantId: 'default' },
    );
    expect(set.rules.map(({ id }) => id)).toEqual(['everywhere']);
  });

  it('reports a rule that throws and goes on', () => {
    const set = compileRules([
      { id: 'throws', body: aRule([good, { field: 'raw.trap', op: 'exists' }]) },
      { id: 'fine', body: aRule([good]) },
    ]);
    const trap = Object.defineProperty({}, 'trap', {
      enumerable: true,
      get: () => {
        throw new Error('sprung');
      },
    });
    const { matches, failing } = evaluate(set, anEvent({ raw: trap }), { now: NOW });
    expect(failing.map(({ rule, error }) => [rule.id, error])).toEqual([['throws', 'sprung']]);
    expect(matches.map(({ rule }) => rule.id)).toEqual(['fine']);
  });

  it('never throws on any event', () => {
    const fields = ['raw.a', 'raw.a.b', '*', 'record.a', 'changes.a.new', 'changed', 'target', 'parameters.a', 'ip', 'actor', 'targets'];
    const ops = ['eq', 'contains', 'exists', 'gt', 'after_hours', 'neq'] as const;
    const set = compileRules(
      fields.flatMap((field) =>
        ops.map((op) => ({
          id: `${field} ${op}`,
          body: aRule([{ field, op, ...(op === 'exists' || op === 'after_hours' ? {} : { value: 1 }) }]),
        })),
      ),
    );
    expect([...set.problems]).toEqual([]);
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('a', 'b', 'Parameters', 'properties', 'category', 'AuditData'), fc.jsonValue()),
        fc.jsonValue(),
        (raw, value) => {
          const targets = [{ type: null, id: null, display: null, upn: null, modified: [{ property: 'a', old: value, new: value }] }];
          const { failing } = evaluate(set, anEvent({ raw, targets }), { now: NOW });
          expect(failing).toEqual([]);
          evaluate(set, JSON.parse(JSON.stringify({ ...anEvent({ raw }), targets: value, actor: null })), { now: NOW });
        },
      ),
    );
  });
});
