import { ruleSchema, tenantIdSchema, type Rule, type RuleComparison } from '@aoc/contracts';
import { listFrom, operatorsFor, scalarFrom, suited, withOperator } from './conditions';
import { ruleDiff } from './rule-diff';
import { copyOf, draftOf, fromJson, kindOf, newDraft, rebased, toJson, withKind, type RuleKind } from './rule-draft';
import { errorsAt, homeless, placeOf, ruleErrors } from './rule-errors';
import { tenantsWords } from './rule-words';
import { foundRules, parseRulesSearch, scopeSearch } from './rules-search';

const at = '2026-03-01T10:00:00.000Z';
const stored = (change: Partial<Rule> = {}): Rule => ({
  ...ruleSchema.parse({
    ...newDraft(),
    name: 'Bulk User Deletion',
    conditions: [{ field: 'operation', op: 'eq', value: 'Delete user' }],
    id: 'r1',
    _id: 'r1',
    tenant_id: 'default',
    scope: 'tenant',
    provider_exceptions: [],
    origin: 'default',
    key: null,
    version: 3,
    created_at: at,
    updated_at: at,
    updated_by: 'Ann',
    failing: null,
    stats: { alerts_30d: 0, false_positives_30d: 0, last_alert_at: null },
  }),
  ...change,
});

describe('a draft', () => {
  it('holds what can be written of a rule and nothing else', () => expect(fromJson(toJson(draftOf(stored()))).mistakes).toEqual([]));
  it.each<RuleKind>(['every', 'threshold', 'sequence', 'first_seen'])('becomes %s and stays readable', (kind) => {
    const draft = withKind(withKind({ ...draftOf(stored()) }, 'threshold'), kind);
    expect(kindOf(draft)).toBe(kind);
    expect(fromJson(toJson(draft)).rule).toEqual(draft);
  });
  it.each([
    ['{"name": }', /^This is not JSON/],
    ['{"name": "x", "severity": "worst", "conditions": []}', /^severity: /],
    ['[]', /^the rule: /],
  ])('is not read from %s', (text, mistake) => expect(fromJson(text).mistakes[0]).toMatch(mistake));
});

describe('rules of the provider', () => {
  const tenant = tenantIdSchema.parse('9f1c3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c11');
  const shared = stored({ scope: 'provider', tenants: [tenant], provider_exceptions: ['x'] });
  it('are found beside the tenant’s own, and their address says where they are worked on', () => {
    expect(foundRules([shared, stored()], parseRulesSearch({ scope: 'provider' }))).toEqual([shared]);
    expect(foundRules([shared, stored()], parseRulesSearch({ scope: 'everybody' }))).toHaveLength(2);
    expect([scopeSearch('provider'), scopeSearch('tenant')]).toEqual([{ scope: 'provider' }, {}]);
  });
  it('are copied for one tenant, whatever list they had', () => expect(copyOf(shared)).toMatchObject({ tenants: 'all', exceptions: [] }));
  it.each<[Rule['tenants'], string]>([
    ['all', 'All tenants'],
    [[], 'No tenant'],
    [[tenant], '1 tenant'],
    [[tenant, tenant], '2 tenants'],
  ])('for %j say so', (tenants, words) => expect(tenantsWords({ tenants })).toBe(words));
});

describe('saving beside changes that the editor does not make', () => {
  it('goes on from a rule that was only switched', () => {
    const draft = { ...draftOf(stored()), message: 'new' };
    expect(rebased(draft, stored(), stored({ enabled: false, version: 4 }))).toEqual({ rule: { ...draft, enabled: false }, version: 4 });
  });
  it('does not when somebody changed what it does', () => {
    const draft = draftOf(stored());
    expect(rebased(draft, stored(), stored({ severity: 'low', version: 4 }))).toEqual({ rule: draft, version: 3 });
    const off = { ...draft, enabled: false };
    expect(rebased(off, stored(), stored({ message: '', version: 4 }))).toEqual({ rule: off, version: 3 });
  });
});

describe('errors of the server', () => {
  const errors = ruleErrors([
    { path: 'body.conditions[0].field', message: 'there is no field x' },
    { path: 'body.rule.conditions[10].any_of[1].value', message: 'is no address range' },
    { path: 'body.version', message: 'is old' },
  ]);
  it('find their place, whichever route refused', () => {
    expect(placeOf('body.rule.name')).toBe('name');
    expect(errorsAt(errors, 'conditions.0', true)).toEqual(['there is no field x']);
    expect(errorsAt(errors, 'conditions.1', true)).toEqual([]);
    expect(errorsAt(errors, 'conditions.10.any_of.1', true)).toEqual(['is no address range']);
    expect(errorsAt(errors, 'conditions.10', false)).toEqual([]);
  });
  it('are shown even where the form has no field', () => expect(homeless(errors)).toEqual(['version: is old']));
});

describe('a condition', () => {
  const is: RuleComparison = { field: 'operation', op: 'eq', value: 'Add user' };
  it('keeps of its value what another operator can use', () => {
    expect(withOperator(is, 'in').value).toEqual(['Add user']);
    expect(withOperator(withOperator(is, 'in'), 'contains').value).toBe('Add user');
    expect(withOperator(is, 'exists').value).toBe(true);
    expect(withOperator(is, 'gt').value).toBe(0);
    expect(withOperator({ field: 'targets', op: 'exists', value: true }, 'any').value).toEqual([{ field: 'display', op: 'eq', value: '' }]);
  });
  it('gets an operator that suits its field', () => {
    expect(suited({ ...is, field: 'timestamp' }).op).toBe('after_hours');
    expect(suited({ ...is, field: 'targets' }).op).toBe('any');
    expect(suited({ ...is, field: 'actor.upn' })).toEqual({ ...is, field: 'actor.upn' });
    expect(operatorsFor('operation', 'cidr')).toContain('cidr');
    expect(operatorsFor('actor.ip', 'eq')).toContain('cidr');
  });
  it('keeps numbers and switches what they are', () => {
    expect(scalarFrom('5', 3, false)).toBe(5);
    expect(scalarFrom('5', 'x', false)).toBe('5');
    expect(scalarFrom('5', 'x', true)).toBe(5);
    expect(scalarFrom('false', true, false)).toBe(false);
    expect(listFrom('a\n\n 50072 \n50073', [50072])).toEqual(['a', 50072, '50073']);
  });
});

it('a difference names the parts, in words', () => {
  const before = draftOf(stored());
  const after = withKind(
    {
      ...before,
      severity: 'critical' as const,
      conditions: [...before.conditions, { not: { field: 'result', op: 'eq', value: 'failure' } }],
    },
    'threshold',
  );
  expect(ruleDiff(before, after)).toEqual([
    { part: 'Severity', removed: ['medium'], added: ['critical'] },
    { part: 'Conditions', removed: [], added: ['not result is failure'] },
    { part: 'Threshold', removed: [], added: ['at least 5 events', 'within 10 min', 'for each actor.id'] },
  ]);
  expect(ruleDiff(after, after)).toEqual([]);
});

describe('the list of rules', () => {
  const rules = [
    stored(),
    stored({ id: 'r2', name: 'Consent', enabled: false, techniques: ['T1528'], failing: 'too deep', origin: 'pack' }),
  ];
  it.each([
    [{}, ['r1', 'r2']],
    [{ text: 't1528 CONS' }, ['r2']],
    [{ state: 'on' }, ['r1']],
    [{ state: 'failing', origin: 'pack' }, ['r2']],
    [{ severity: 'low' }, []],
    [{ severity: 'nonsense', state: 'nonsense' }, ['r1', 'r2']],
  ])('%o finds', (search, ids) => expect(foundRules(rules, parseRulesSearch(search)).map(({ id }) => id)).toEqual(ids));
});
