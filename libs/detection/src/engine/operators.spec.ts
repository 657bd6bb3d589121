import type { NormalizedEvent, RuleCondition } from '@aoc/contracts';
import { compileRules, evaluate } from '../index';
import { anEvent, aRule, NOW } from '../testing/build';

const event = anEvent({
  operation: 'Update application – Certificates and secrets management',
  targets: [
    {
      type: 'User',
      id: 'u1',
      display: 'Bob',
      upn: 'bob@contoso.com',
      modified: [
        { property: 'Role.DisplayName', old: null, new: 'Global Administrator' },
        { property: 'AccountEnabled', old: [true], new: [false] },
        { property: 'Policy', old: { state: 'enabled' }, new: { state: 'disabled', users: { excludeUsers: ['u1'] } } },
        { property: 'Included Updated Properties', old: null, new: 'AccountEnabled' },
      ],
    },
    { type: 'Role', id: 'r1', display: 'Global Administrator', upn: null, modified: [] },
  ],
  entity_keys: ['ann@contoso.com', '203.0.113.7', '2001:db8::5'],
  raw: {
    Count: 12,
    Text: '42',
    When: '2026-03-04T10:00:00.1234567',
    Empty: '',
    Nothing: null,
    ClientIP: '[2001:db8::5]:443',
    'a.b': { c: 'dotted' },
    ExtendedProperties: [{ Name: 'RequestType', Value: 'OAuth2:Token' }],
    Data: '{"Inner":{"Deep":"word"}}',
    Parameters: [{ Name: 'ForwardTo', Value: 'x@evil.example' }],
  },
});

const holds = (condition: RuleCondition, one: NormalizedEvent = event): boolean => {
  const set = compileRules([{ id: 'r', body: aRule([condition]) }], { tenantId: 'default' });
  expect([...set.problems.values()].flat()).toEqual([]);
  return evaluate(set, one, { now: NOW }).matches.length === 1;
};

const yes: RuleCondition[] = [
  { field: 'service', op: 'eq', value: 'rolemanagement' },
  { field: 'operation', op: 'eq', value: 'Update application - Certificates and secrets management ' },
  { field: 'operation', op: 'starts_with', value: 'Update application - Cert' },
  { field: 'operation', op: 'ends_with', value: 'management.' },
  { field: 'operation', op: 'contains', value: ' – certificates' },
  { field: 'service', op: 'neq', value: 'Exchange' },
  { field: 'service', op: 'in', value: ['x', 'RoleManagement'] },
  { field: 'service', op: 'not_in', value: ['x', 'y'] },
  { field: 'raw.Missing', op: 'neq', value: 'x' },
  { field: 'raw.Missing', op: 'not_in', value: ['x'] },
  { field: 'raw.Missing', op: 'exists', value: false },
  { field: 'raw.Missing', op: 'eq', value: null },
  { field: 'raw.Nothing', op: 'eq', value: null },
  { field: 'raw.Nothing', op: 'exists', value: false },
  { field: 'raw.Empty', op: 'eq', value: '' },
  { field: 'raw.Empty', op: 'neq', value: null },
  { field: 'raw.Count', op: 'exists' },
  { field: 'raw.Count', op: 'eq', value: 12 },
  { field: 'raw.Text', op: 'eq', value: 42 },
  { field: 'raw.Count', op: 'gte', value: 12 },
  { field: 'raw.Text', op: 'gt', value: '41.5' },
  { field: 'raw.When', op: 'lt', value: '2026-03-04T10:00:01Z' },
  { field: 'timestamp', op: 'gte', value: '2026-03-04' },
  { field: 'raw.clientip', op: 'cidr', value: '2001:db8::/32' },
  { field: 'actor.ip', op: 'cidr', value: ['10.0.0.0/8', '203.0.113.7'] },
  { field: 'ip', op: 'cidr', value: '2001:db8::/64' },
  { field: 'actor.upn', op: 'regex', value: '^ann@contoso\\.(com|org)$' },
  { field: 'actor.upn', op: 'eq', value: 'Ann@contoso.com', case_sensitive: true },
  { field: 'actor', op: 'eq', value: 'a1' },
  { field: 'target', op: 'contains', value: ['nobody', 'BOB@'] },
  { field: 'targets.0.upn', op: 'exists', value: true },
  { field: 'targets.modified.property', op: 'eq', value: 'accountenabled' },
  { field: 'changed', op: 'not_in', value: ['Included Updated Properties'] },
  { field: 'changes.role.displayname.new', op: 'eq', value: 'global administrator' },
  { field: 'changes.AccountEnabled.new', op: 'eq', value: false },
  { field: 'changes.AccountEnabled.old', op: 'eq', value: true },
  { field: 'changes.Policy.new.state', op: 'eq', value: 'disabled' },
  { field: 'changes.Policy.added', op: 'in', value: ['disabled'] },
  { field: 'changes.Policy.added.users.excludeUsers', op: 'eq', value: 'u1' },
  { field: 'changes.Policy.removed.state', op: 'eq', value: 'enabled' },
  { field: 'changes.Policy', op: 'in', value: ['enabled'] },
  { field: 'changes.Policy.new', op: 'contains', value: 'u1' },
  { field: 'changes.*.new', op: 'contains', value: 'administrator' },
  { field: 'parameters.forwardto', op: 'ends_with', value: '@evil.example' },
  { field: 'record.extendedproperties.requesttype', op: 'eq', value: 'oauth2:token' },
  { field: 'raw.Data.Inner.Deep', op: 'eq', value: 'word' },
  { field: 'raw.a.b.c', op: 'eq', value: 'dotted' },
  { field: 'raw', op: 'contains', value: 'EVIL' },
  { field: '*', op: 'contains', value: 'oauth2' },
  { field: 'tenant_id', op: 'eq', value: 'default' },
  {
    field: 'targets',
    op: 'any',
    value: [
      { field: 'type', op: 'eq', value: 'Role' },
      { field: 'display', op: 'contains', value: 'global' },
    ],
  },
  { field: 'targets', op: 'all', value: [{ field: 'id', op: 'exists' }] },
  {
    field: 'changes',
    op: 'any',
    value: [
      { field: 'property', op: 'eq', value: 'Policy' },
      { field: 'new.state', op: 'eq', value: 'disabled' },
    ],
  },
  { field: 'entity', op: 'any', value: [{ field: 'value', op: 'cidr', value: '203.0.113.0/24' }] },
  { not: { field: 'result', op: 'eq', value: 'failure' } },
  {
    any_of: [
      { field: 'result', op: 'eq', value: 'x' },
      { field: 'result', op: 'eq', value: 'success' },
    ],
  },
];

const no: RuleCondition[] = [
  { field: 'changes.Policy.removed.users', op: 'exists' },
  { field: 'changes.Included Updated Properties.old', op: 'exists' },
  { field: 'raw.Missing', op: 'eq', value: 'x' },
  { field: 'raw.Missing', op: 'contains', value: '' },
  { field: 'raw.Missing', op: 'exists' },
  { field: 'raw.Missing', op: 'gt', value: 0 },
  { field: 'raw.Missing', op: 'cidr', value: '0.0.0.0/0' },
  { field: 'raw.Missing', op: 'after_hours' },
  { field: 'raw.Missing', op: 'any', value: [{ field: 'x', op: 'exists', value: false }] },
  { field: 'raw.Missing', op: 'all', value: [{ field: 'x', op: 'exists', value: false }] },
  { field: 'raw.Missing', op: 'neq', value: null },
  { field: 'targets.type', op: 'neq', value: 'User' },
  { field: 'targets.type', op: 'not_in', value: ['role'] },
  { field: 'actor.upn', op: 'eq', value: 'ann@contoso.com', case_sensitive: true },
  { field: 'actor.upn', op: 'regex', value: '^ann@', case_sensitive: true },
  { field: 'actor.upn', op: 'gt', value: 1 },
  { field: 'actor.ip', op: 'cidr', value: '::/0' },
  { field: 'targets', op: 'all', value: [{ field: 'type', op: 'eq', value: 'User' }] },
  {
    field: 'targets',
    op: 'any',
    value: [
      { field: 'type', op: 'eq', value: 'User' },
      { field: 'display', op: 'contains', value: 'global' },
    ],
  },
  { field: 'changes.DisplayName.new', op: 'eq', value: 'global administrator' },
  { field: 'timestamp', op: 'after_hours' },
];

describe('operators', () => {
  it.each(yes.map((condition) => [JSON.stringify(condition), condition] as const))('%s holds', (_name, condition) => {
    expect(holds(condition)).toBe(true);
  });

  it.each(no.map((condition) => [JSON.stringify(condition), condition] as const))('%s does not hold', (_name, condition) => {
    expect(holds(condition)).toBe(false);
  });

  it('looks at a bounded part of a long text by regex, in bounded time', () => {
    const long = anEvent({ raw: { text: `${'a'.repeat(200_000)}!` } });
    expect(holds({ field: 'raw.text', op: 'regex', value: '(a|aa)+$' }, long)).toBe(true);
    expect(holds({ field: 'raw.text', op: 'regex', value: '!$' }, long)).toBe(false);
  });
});

describe('the record inside an envelope', () => {
  it.each([
    ['diagnostic settings', { category: 'SignInLogs', operationName: 'x', properties: { ClientAppUsed: 'IMAP4' } }],
    ['JSON in a string', { category: 'SignInLogs', properties: '{"clientAppUsed":"IMAP4"}' }],
    ['an exported row', { AuditData: '{"clientAppUsed":"IMAP4"}' }],
    ['the record itself', { clientAppUsed: 'IMAP4' }],
  ])('is found by record.* (%s)', (_name, raw) => {
    expect(holds({ field: 'record.clientAppUsed', op: 'eq', value: 'imap4' }, anEvent({ raw }))).toBe(true);
    expect(holds({ field: 'record', op: 'contains', value: 'imap' }, anEvent({ raw }))).toBe(true);
  });

  it('falls back to the envelope for what only the envelope has', () => {
    const enveloped = anEvent({ raw: { category: 'AuditLogs', properties: { a: 1 } } });
    expect(holds({ field: 'record.category', op: 'eq', value: 'AuditLogs' }, enveloped)).toBe(true);
  });
});
