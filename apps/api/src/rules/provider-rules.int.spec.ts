import { allRoutes } from '@aoc/contracts';
import type { CallInput } from '../testing/api-client';
import { OTHER_TENANT, TENANT, type ApiFixture } from '../testing/api-fixture';
import { tenantsFixture, THIRD, type TenantsFixture } from '../testing/tenants-fixture';

describe('tenants under rules of the provider', () => {
  let fixture: TenantsFixture;
  let api: ApiFixture;
  beforeAll(async () => {
    fixture = await tenantsFixture('provider_rules');
    ({ api } = fixture);
  });
  afterAll(() => fixture.stop());
  afterEach(() => fixture.forget());

  const as: TenantsFixture['as'] = (role, tenant) => fixture.as(role, tenant);
  const msp: TenantsFixture['msp'] = () => fixture.msp();
  const inTenant: TenantsFixture['inTenant'] = (input, tenant) => fixture.inTenant(input, tenant);
  const register = (more?: Record<string, unknown>) => fixture.register(more);

  const condition = { field: 'operation', op: 'eq' as const, value: 'Delete user' };
  const aRule = (name: string, more: Record<string, unknown> = {}) => ({
    name,
    severity: 'high' as const,
    conditions: [condition],
    ...more,
  });
  const create = (name: string, more: Record<string, unknown> = {}) =>
    api.client.ok(allRoutes.createProviderRule, { body: aRule(name, more), ...msp() });
  const customer = (role = 'AOC.Admin') => as(role, OTHER_TENANT);
  const exception = { conditions: [condition], reason: 'ours' };
  beforeEach(async () => void (await register()));

  it('see those that concern them, and change none', async () => {
    const rule = await create('Only the customer', { tenants: [OTHER_TENANT] });
    expect(rule).toMatchObject({ tenant_id: 'provider', scope: 'provider', version: 1, tenants: [OTHER_TENANT] });
    const params = { id: rule.id };
    const seen = await api.client.ok(allRoutes.getRule, { params, ...customer('AOC.Viewer') });
    expect(seen).toMatchObject({ name: 'Only the customer', scope: 'provider', tenants: [OTHER_TENANT] });
    const named = async (input: Pick<CallInput, 'headers'>) =>
      (await api.client.ok(allRoutes.listRules, input)).items.filter(({ scope }) => scope === 'provider').map(({ id }) => id);
    expect(await named(customer('AOC.Viewer'))).toContain(rule.id);
    expect(await named(msp())).not.toContain(rule.id);
    await api.client.problem(allRoutes.getRule, 404, { params, ...msp() });
    for (const [contract, body] of [
      [allRoutes.replaceRule, aRule('x')],
      [allRoutes.enableRule, { enabled: false }],
      [allRoutes.deleteRule, undefined],
    ] as const) {
      const { detail } = await api.client.problem(contract, 403, { params, body, ...customer() });
      expect(detail).toMatch(/of the provider.*Add an exception/);
      const served = await api.client.problem(contract, 403, { params, body, ...inTenant(msp(), OTHER_TENANT) });
      expect(served.detail).toContain(`/api/provider/rules/${rule.id}`);
    }
    for (const input of [customer(), customer('AOC.MspAdmin'), as('AOC.Admin')]) {
      await api.client.problem(allRoutes.createProviderRule, 403, { body: aRule('x'), ...input });
      await api.client.problem(allRoutes.listProviderRules, 403, input);
    }
  });

  it('except what is theirs, each for itself', async () => {
    const whole = { ...exception, id: 'all', kind: 'exception' as const, owner: 'provider', expires_at: null };
    const { id } = await create('Excepted', { exceptions: [whole] });
    const params = { id };
    const excepted = await api.client.ok(allRoutes.addException, { params, body: exception, ...customer('AOC.Analyst') });
    expect(excepted).toMatchObject({ version: 1, provider_exceptions: ['all'], exceptions: [whole, { reason: 'ours' }] });
    const own = excepted.exceptions[1]?.id ?? '';
    expect((await api.client.ok(allRoutes.getRule, { params, ...msp() })).exceptions).toEqual([whole]);
    expect((await api.client.ok(allRoutes.getProviderRule, { params, ...msp() })).exceptions).toEqual([whole]);
    const unknown = { ...exception, conditions: [{ ...condition, field: 'nonsense' }] };
    await api.client.problem(allRoutes.addException, 400, { params, body: unknown, ...customer() });
    const remove = (exception_id: string) => ({ params: { id, exception_id }, ...customer() });
    expect((await api.client.problem(allRoutes.removeException, 403, remove('all'))).detail).toMatch(/provider/);
    expect((await api.client.ok(allRoutes.removeException, remove(own))).exceptions).toEqual([whole]);
    await api.client.problem(allRoutes.removeException, 404, remove(own));
  });

  it('that change by versions, are tried anywhere, and are written down at the provider', async () => {
    const rule = await create('Versions', { tenants: [OTHER_TENANT] });
    const put = (more: object, headers = msp().headers) =>
      api.client.call(allRoutes.replaceProviderRule, { params: { id: rule.id }, body: { ...aRule('Versions'), ...more }, headers });
    const raced = await Promise.all(['low', 'medium'].map((severity) => put({ severity, version: 1, tenants: [OTHER_TENANT] })));
    expect(raced.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const problem = await api.client.problem(allRoutes.createProviderRule, 400, {
      body: aRule('x', { tenants: [TENANT, THIRD] }),
      ...msp(),
    });
    expect(problem.errors).toEqual([{ path: 'body.tenants[1]', message: 'is no tenant of this installation' }]);
    await api.client.problem(allRoutes.createProviderRule, 409, { body: aRule(' versions'), ...msp() });
    const tried = { body: { rule: aRule('Versions'), compare_with: rule.id }, ...msp() };
    expect((await api.client.call(allRoutes.previewRule, tried)).status).toBe(200);
    await api.client.problem(allRoutes.previewRule, 404, { ...tried, ...as('AOC.Admin') });
    const params = { id: rule.id };
    await api.client.ok(allRoutes.enableProviderRule, { params, body: { enabled: false }, ...inTenant(msp(), OTHER_TENANT) });
    await api.client.ok(allRoutes.deleteProviderRule, { params, ...msp() });
    const { items } = await api.client.ok(allRoutes.providerRuleHistory, { params, ...msp() });
    expect(items.map(({ change }) => change)).toEqual(['deleted', 'disabled', 'changed', 'created']);
    const trail = async (input: Pick<CallInput, 'headers'>) =>
      (await api.client.ok(allRoutes.listAuditTrail, { query: { target: rule.id }, ...input })).items.map(({ action }) => action);
    expect((await trail(msp())).toSorted()).toEqual([
      'createProviderRule',
      'deleteProviderRule',
      'enableProviderRule',
      'replaceProviderRule',
      'replaceProviderRule',
    ]);
    expect(await trail(inTenant(msp(), OTHER_TENANT))).toEqual([]);
  });

  it('come in from files, without exceptions that are about the people of one of them', async () => {
    await create('Goes out');
    const exported = await api.client.ok(allRoutes.exportProviderRules, msp());
    const again = { body: { format: 'aoc', content: JSON.stringify(exported) }, ...msp() };
    const { items } = await api.client.ok(allRoutes.importProviderRules, again);
    expect([...new Set(items.map(({ verdict }) => verdict))]).toEqual(['unchanged']);
    const rules = [aRule('Of one tenant', { exceptions: [{ ...exception, id: 'a', owner: 'x' }] }), aRule('Nowhere', { tenants: [THIRD] })];
    const body = { format: 'aoc', content: JSON.stringify({ aoc_rules: 1, rules }), enabled: true };
    const report = await api.client.ok(allRoutes.importProviderRules, { body, ...msp() });
    expect(report.items).toMatchObject([
      { verdict: 'imported', notes: [expect.stringMatching(/exceptions were left out/)] },
      { verdict: 'cannot_run', reasons: [{ place: 'tenants[0]' }] },
    ]);
    const params = { id: report.items[0]?.rule_id ?? '' };
    expect(await api.client.ok(allRoutes.getRule, { params, ...customer() })).toMatchObject({
      tenants: 'all',
      exceptions: [],
      enabled: true,
    });
    // A new edition of a Sigma rule runs where the one before ran.
    const edition = (level: string) => ({
      format: 'sigma',
      content: `title: Inbox rule\nlogsource: {product: m365, service: exchange}\ndetection:\n  selection: {eventName: New-InboxRule}\n  condition: selection\nlevel: ${level}`,
    });
    const first = await api.client.ok(allRoutes.importProviderRules, { body: edition('low'), ...msp() });
    const sigma = { id: first.items[0]?.rule_id ?? '' };
    const { name, severity, conditions, tenants } = await api.client.ok(allRoutes.getProviderRule, { params: sigma, ...msp() });
    expect(tenants).toBe('all');
    const narrow = { name, severity, conditions, tenants: [OTHER_TENANT] };
    await api.client.ok(allRoutes.replaceProviderRule, { params: sigma, body: narrow, ...msp() });
    await api.client.ok(allRoutes.replaceProviderRule, { params: sigma, body: { name, severity, conditions }, ...msp() });
    await api.client.ok(allRoutes.importProviderRules, { body: edition('critical'), ...msp() });
    expect(await api.client.ok(allRoutes.getProviderRule, { params: sigma, ...msp() })).toMatchObject({
      version: 4,
      severity: 'critical',
      tenants: [OTHER_TENANT],
    });
    const own = await api.client.ok(allRoutes.exportRules, customer());
    expect(own.rules.map(({ name }) => name)).not.toContain('Of one tenant');
  });

  it('leave their lists when they are erased', async () => {
    const { id } = await create('Both', { tenants: [TENANT, OTHER_TENANT] });
    const alone = await create('Alone', { tenants: [OTHER_TENANT] });
    await api.client.ok(allRoutes.enableProviderRule, { params: { id: alone.id }, body: { enabled: true }, ...msp() });
    await api.client.ok(allRoutes.addException, { params: { id }, body: exception, ...customer() });
    await api.client.ok(allRoutes.changeTenant, { params: { id: OTHER_TENANT }, body: { enabled: false }, ...msp() });
    await api.client.ok(allRoutes.eraseTenant, { params: { id: OTHER_TENANT }, body: { confirm: OTHER_TENANT }, ...msp() });
    const tenants = async (rule: string) => (await api.client.ok(allRoutes.getProviderRule, { params: { id: rule }, ...msp() })).tenants;
    expect([await tenants(id), await tenants(alone.id)]).toEqual([[TENANT], []]);
    for (const name of ['alert_rules', 'rule_versions', 'provider_rule_states']) {
      const rows = await api.database.connection.collection(name).find({}).toArray();
      expect([name, JSON.stringify(rows).includes(OTHER_TENANT)]).toEqual([name, false]);
    }
  });
});
