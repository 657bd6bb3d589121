import { allRoutes } from '@aoc/contracts';
import { selfSigned, type SelfSigned } from '@aoc/testing';
import type { CallInput } from '../testing/api-client';
import { apiFixture, OTHER_TENANT, TENANT, type ApiFixture } from '../testing/api-fixture';
import { auditRecord } from '../testing/records';
import { APP, SECRET, tenantsFixture, THIRD, type TenantsFixture } from '../testing/tenants-fixture';

/** 16 × 16 pixels. */
const LOGO =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAF0lEQVR4nGP4f4GBJESa6lENoxqGlAYAI6rPEO9KXogAAAAASUVORK5CYII=';

describe('tenants', () => {
  let fixture: TenantsFixture;
  let api: ApiFixture;
  beforeAll(async () => {
    fixture = await tenantsFixture('tenants');
    ({ api } = fixture);
  });
  afterAll(() => fixture.stop());
  afterEach(() => fixture.forget());

  const as: TenantsFixture['as'] = (role, tenant) => fixture.as(role, tenant);
  const msp: TenantsFixture['msp'] = () => fixture.msp();
  const inTenant: TenantsFixture['inTenant'] = (input, tenant) => fixture.inTenant(input, tenant);
  const register = (more?: Record<string, unknown>) => fixture.register(more);

  it('are registered with credentials that go in and never come out', async () => {
    const made = await register({
      sources: ['directory'],
      interval_minutes: 5,
      retention_days: 30,
      working_time: { time_zone: 'Europe/Berlin' },
    });
    expect(made).toMatchObject({ origin: 'registered', enabled: true, client_id: APP, has_secret: true, sources: ['directory'] });
    const answers = [made, await api.client.ok(allRoutes.listTenants, msp())];
    const stored = await api.database.connection.db?.collection('tenants').find({}).toArray();
    expect(stored).toHaveLength(2);
    for (const text of [JSON.stringify(answers), JSON.stringify(stored), api.log.join('\n')]) expect(text).not.toContain(SECRET);
    // Rules come with it.
    const rules = await api.client.ok(allRoutes.listRules, inTenant(msp(), OTHER_TENANT));
    expect(rules.items.length).toBeGreaterThan(40);
    await api.client.problem(allRoutes.createTenant, 409, { body: { tenant_id: OTHER_TENANT, name: 'again' }, ...msp() });
  });

  it('refuse settings that make no sense', async () => {
    for (const body of [
      { tenant_id: 'default', name: 'x' },
      { tenant_id: 'contoso.onmicrosoft.com', name: 'x' },
      { tenant_id: THIRD, name: '' },
      { tenant_id: THIRD, name: 'x', sources: ['teams'] },
      { tenant_id: THIRD, name: 'x', interval_minutes: 0 },
      { tenant_id: THIRD, name: 'x', retention_days: -1 },
      { tenant_id: THIRD, name: 'x', credentials: { client_id: APP } },
      { tenant_id: THIRD, name: 'x', working_time: { days: [8] } },
      { tenant_id: THIRD, name: 'x', unknown: 1 },
    ])
      await api.client.problem(allRoutes.createTenant, 400, { body, ...msp() });
  });

  it('are read with a certificate, of which only thumbprint and end are shown', async () => {
    const params = { id: OTHER_TENANT };
    const soon = selfSigned({ days: 10 });
    fixture.simulator.control.change(OTHER_TENANT, { certificates: [soon.certificatePem] });
    const of = ({ certificatePem, keyPem }: SelfSigned) => ({ client_id: APP, certificate_pem: certificatePem, private_key_pem: keyPem });
    const made = await register({ credentials: of(soon) });
    expect(made).toMatchObject({ has_secret: true, certificate: { thumbprint: soon.thumbprint, expires_at: expect.any(String) } });
    const check = await api.client.ok(allRoutes.checkTenant, { params, ...msp() });
    expect(check).toMatchObject({ ready: true, warnings: [expect.stringMatching(/certificate .* expires on \d{4}-/)] });
    const stored = await api.database.connection.db?.collection('tenants').find({}).toArray();
    const seen = [JSON.stringify(made), JSON.stringify(stored), api.log.join('\n')];
    for (const text of seen) expect(text).not.toMatch(new RegExp(`PRIVATE KEY|${soon.keyPem.split('\n')[2]?.replace(/[+/]/g, '.')}`));
    // A secret takes its place, and nothing of it stays.
    const body = { credentials: { client_id: APP, client_secret: SECRET } };
    const changed = await api.client.ok(allRoutes.changeTenant, { params, body, ...msp() });
    expect([changed.has_secret, changed.certificate]).toEqual([true, undefined]);
    const calm = await api.client.ok(allRoutes.checkTenant, { params, ...msp() });
    expect(calm).toMatchObject({ ready: true, warnings: [] });
    await api.client.ok(allRoutes.changeTenant, { params, body: { credentials: of(selfSigned()) }, ...msp() });
    const unknown = await api.client.ok(allRoutes.checkTenant, { params, ...msp() });
    expect(unknown.checks[0]).toMatchObject({ ok: false, detail: expect.stringMatching(/does not know the certificate/) });
  });

  it('refuse a certificate that cannot be used, and say why', async () => {
    const good = selfSigned();
    const ended = selfSigned({ days: -2 });
    const locked = String(good.key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }));
    const cases: [Record<string, string>, string, RegExp][] = [
      [{ certificate_pem: good.certificatePem, private_key_pem: ended.keyPem }, 'private_key_pem', /does not belong/],
      [{ certificate_pem: good.certificatePem, private_key_pem: locked }, 'private_key_pem', /protected by a password/],
      [{ certificate_pem: ended.certificatePem, private_key_pem: ended.keyPem }, 'certificate_pem', /has expired on/],
      [{ certificate_pem: 'x', private_key_pem: good.keyPem }, 'certificate_pem', /no certificate in PEM form/],
    ];
    for (const [credentials, field, message] of cases) {
      const body = { tenant_id: THIRD, name: 'x', credentials: { client_id: APP, ...credentials } };
      const problem = await api.client.problem(allRoutes.createTenant, 400, { body, ...msp() });
      expect(problem.errors).toEqual([{ path: `body.credentials.${field}`, message: expect.stringMatching(message) }]);
    }
    for (const credentials of [
      { certificate_pem: good.certificatePem },
      { private_key_pem: good.keyPem },
      { client_secret: SECRET, certificate_pem: good.certificatePem, private_key_pem: good.keyPem },
    ]) {
      const body = { tenant_id: THIRD, name: 'x', credentials: { client_id: APP, ...credentials } };
      expect((await api.client.problem(allRoutes.createTenant, 400, { body, ...msp() })).errors?.[0]?.message).toMatch(
        /either client_secret, or/,
      );
    }
  });

  it('leave in the trail which they are, what was set, and who came from elsewhere to look', async () => {
    await register();
    const params = { id: OTHER_TENANT };
    const body = { credentials: { client_id: APP, client_secret: SECRET }, interval_minutes: 7, retention_days: 9 };
    await api.client.ok(allRoutes.changeTenant, { params, body, ...msp() });
    const trail = async (action: string, input = msp()) =>
      (await api.client.ok(allRoutes.listAuditTrail, { query: { action, outcome: 'ok' }, ...input })).items;
    expect((await trail('createTenant'))[0]).toMatchObject({ target: OTHER_TENANT, detail: { set: ['credentials'] } });
    const [change] = await trail('changeTenant');
    expect(change).toMatchObject({ target: OTHER_TENANT, detail: { retention_days: 9, set: ['credentials', 'interval_minutes'] } });
    expect(JSON.stringify(change)).not.toContain(APP);
    for (let times = 0; times < 2; times += 1) await api.client.ok(allRoutes.listEvents, inTenant(msp(), OTHER_TENANT));
    await api.client.ok(allRoutes.listEvents, as('AOC.Viewer', OTHER_TENANT));
    // Seen by the customer: who came, and once.
    expect(await trail('switchTenant', as('AOC.Admin', OTHER_TENANT))).toMatchObject([
      {
        tenant_id: OTHER_TENANT,
        target: OTHER_TENANT,
        role: 'msp_admin',
        actor: { kind: 'user' },
        detail: { operation: expect.any(String) },
      },
    ]);
    await api.client.ok(allRoutes.listAlerts, inTenant(msp(), '*'));
    expect((await trail('switchTenant')).map(({ target }) => target)).toContain('*');
  });

  it('have privacy settings, defaults of notifications and branding, which are checked and shown', async () => {
    await register();
    const params = { id: OTHER_TENANT };
    const night = { time_zone: 'Europe/Berlin', start: '22:00', end: '07:00', days: [1, 2, 3, 4, 5, 6, 7] };
    const body = {
      privacy: { services: ['Exchange'], operations: [], roles: ['Privacy.Read'] },
      notification_defaults: { min_severity: 'high', quiet_hours: night, recipients: ['soc@example.com'] },
      branding: { name: 'Northwind Care', accent: '#ffd000', logo: LOGO },
    };
    expect(await api.client.ok(allRoutes.changeTenant, { params, body, ...msp() })).toMatchObject(body);
    expect(await api.client.ok(allRoutes.changeTenant, { params, body: { retention_days: 7 }, ...msp() })).toMatchObject(body);
    const customer = as('AOC.Viewer', OTHER_TENANT);
    expect(await api.client.ok(allRoutes.me, customer)).toMatchObject({ branding: body.branding });
    expect(await api.client.ok(allRoutes.me, msp())).toMatchObject({ branding: null });
    const rows = (await api.client.ok(allRoutes.listAuditTrail, { query: { action: 'changeTenant' }, ...msp() })).items;
    expect(rows.some(({ detail }) => JSON.stringify(detail['privacy.services']) === '["Exchange"]')).toBe(true);
    for (const [path, wrong] of [
      ['body.branding.logo', { branding: { logo: 'data:image/svg+xml;base64,PHN2Zy8+' } }],
      ['body.branding.logo', { branding: { logo: 'https://example.com/logo.png' } }],
      ['body.branding.logo', { branding: { logo: `data:image/png;base64,${Buffer.from('<svg onload="x"/>').toString('base64')}` } }],
      ['body.branding.accent', { branding: { accent: 'red' } }],
      ['body.branding.name', { branding: { name: 'a\nb' } }],
      ['body.notification_defaults.recipients[0]', { notification_defaults: { recipients: ['nobody'] } }],
      ['body.notification_defaults.min_severity', { notification_defaults: { min_severity: 'grave' } }],
      [
        'body.notification_defaults.quiet_hours.time_zone',
        { notification_defaults: { quiet_hours: { ...night, time_zone: 'Mars/Base' } } },
      ],
      ['body.privacy.services[0]', { privacy: { services: [''], operations: [] } }],
    ] as const) {
      const problem = await api.client.problem(allRoutes.changeTenant, 400, { params, body: wrong, ...msp() });
      expect(problem.errors?.map((error) => error.path)).toEqual([path]);
    }
    const empty = { privacy: null, notification_defaults: null, branding: null };
    const seeing = as('AOC.MspAdmin');
    await api.client.problem(allRoutes.changeTenant, 403, { params, body: empty, ...seeing });
    const customerAdmin = { ...empty, privacy: body.privacy };
    expect(await api.client.ok(allRoutes.changeTenant, { params, body: customerAdmin, ...as('AOC.Admin', OTHER_TENANT) })).toMatchObject(
      customerAdmin,
    );
  });

  it('are checked source by source, with what to do', async () => {
    await register();
    const params = { id: OTHER_TENANT };
    const good = await api.client.ok(allRoutes.checkTenant, { params, ...msp() });
    expect(good).toMatchObject({ ready: true, consent_url: `${fixture.simulator.loginUrl}/${OTHER_TENANT}/adminconsent?client_id=${APP}` });
    expect(good.checks.map(({ source }) => source)).toEqual(['directory', 'signin', 'intune', 'unified']);
    await api.client.ok(allRoutes.changeTenant, { params, body: { credentials: { client_id: APP, client_secret: 'wrong' } }, ...msp() });
    const bad = await api.client.ok(allRoutes.checkTenant, { params, ...msp() });
    expect(bad.ready).toBe(false);
    expect(bad.checks[0]?.detail).toMatch(/refused the client id or the client secret/);
    await api.client.ok(allRoutes.changeTenant, { params, body: { credentials: null }, ...msp() });
    const none = await api.client.ok(allRoutes.checkTenant, { params, ...msp() });
    expect(none).toMatchObject({ consent_url: null, ready: false });
    expect(none.checks[0]?.detail).toMatch(/has no credentials/);
  });

  it('are switched by those who serve all of them, and by nobody else', async () => {
    await register();
    await api.seed([auditRecord({ id: 'own' })]);
    await api.seed([auditRecord({ id: 'theirs' })], OTHER_TENANT);
    const ids = async (input: Pick<CallInput, 'headers'>) =>
      (await api.client.ok(allRoutes.listEvents, input)).items.map(({ id }) => id).toSorted();
    expect(await ids(msp())).toEqual(['own']);
    expect(await ids(inTenant(msp(), OTHER_TENANT))).toEqual(['theirs']);
    expect(await ids(inTenant(msp(), '*'))).toEqual(['own', 'theirs']);
    expect((await api.client.ok(allRoutes.me, msp())).tenants.map(({ tenant_id }) => tenant_id)).toEqual([TENANT, OTHER_TENANT]);
    await api.client.problem(allRoutes.listEvents, 404, inTenant(as('AOC.Admin'), OTHER_TENANT));
    await api.client.problem(allRoutes.listEvents, 404, inTenant(msp(), THIRD));
    await api.client.problem(allRoutes.listRules, 400, inTenant(msp(), '*'));
    // Somebody of the customer sees the customer, whatever role they gave themselves.
    const customer = as('AOC.MspAdmin', OTHER_TENANT);
    expect(await api.client.ok(allRoutes.me, customer)).toMatchObject({
      role: 'admin',
      tenant_id: OTHER_TENANT,
      tenants: [{ tenant_id: OTHER_TENANT }],
    });
    expect(await ids(customer)).toEqual(['theirs']);
    expect(await ids(inTenant(customer, '*'))).toEqual(['theirs']);
    await api.client.problem(allRoutes.listEvents, 404, inTenant(customer, TENANT));
    expect((await api.client.ok(allRoutes.listTenants, customer)).items.map(({ tenant_id }) => tenant_id)).toEqual([OTHER_TENANT]);
    for (const [contract, id] of [
      [allRoutes.getTenant, TENANT],
      [allRoutes.changeTenant, TENANT],
      [allRoutes.checkTenant, TENANT],
    ] as const)
      await api.client.problem(contract, 404, {
        params: { id },
        ...(contract === allRoutes.changeTenant ? { body: { enabled: false } } : {}),
        ...customer,
      });
    await api.client.problem(allRoutes.createTenant, 403, { body: { tenant_id: THIRD, name: 'x' }, ...customer });
    await api.client.problem(allRoutes.eraseTenant, 403, { params: { id: OTHER_TENANT }, body: { confirm: OTHER_TENANT }, ...customer });
  });

  it('keep their people out from the moment they are disabled', async () => {
    await register();
    const customer = as('AOC.Viewer', OTHER_TENANT);
    await api.client.ok(allRoutes.me, customer);
    const { key } = await api.client.ok(allRoutes.createApiKey, { body: { name: 'robot' }, ...inTenant(msp(), OTHER_TENANT) });
    const robot = { headers: { authorization: `Bearer ${key}` } };
    expect(await api.client.ok(allRoutes.me, robot)).toMatchObject({ tenant_id: OTHER_TENANT });
    await api.client.ok(allRoutes.changeTenant, { params: { id: OTHER_TENANT }, body: { enabled: false }, ...msp() });
    for (const input of [customer, robot]) await api.client.problem(allRoutes.me, 401, input);
  });

  it('show and fetch the sources that they are set to', async () => {
    await register({ sources: ['directory', 'unified'] });
    const { sources } = await api.client.ok(allRoutes.sourceHealth, inTenant(msp(), OTHER_TENANT));
    expect(sources.map(({ source }) => source)).toEqual(['directory', 'unified']);
  });

  it('are erased with a proof, once disabled and confirmed', async () => {
    await register();
    await api.seed([auditRecord({ id: 'gone-1' }), auditRecord({ id: 'gone-2' })], OTHER_TENANT);
    const erase = { params: { id: OTHER_TENANT }, body: { confirm: OTHER_TENANT }, ...msp() };
    expect((await api.client.problem(allRoutes.eraseTenant, 409, erase)).detail).toMatch(/disable the tenant first/);
    await api.client.ok(allRoutes.changeTenant, { params: erase.params, body: { enabled: false }, ...msp() });
    await api.client.problem(allRoutes.eraseTenant, 409, { ...erase, body: { confirm: 'yes' } });
    const fromInside = await api.client.problem(allRoutes.eraseTenant, 409, { ...erase, ...inTenant(msp(), OTHER_TENANT) });
    expect(fromInside.detail).toMatch(/ask from another tenant/);
    const report = await api.client.ok(allRoutes.eraseTenant, erase);
    expect(report).toMatchObject({ tenant_id: OTHER_TENANT, remaining: 0 });
    expect(report.erased.events).toBeGreaterThanOrEqual(2);
    expect(report.erased.alert_rules).toBeGreaterThan(40);
    const { db } = api.database.connection;
    const names = (await db?.listCollections({}, { nameOnly: true }).toArray())?.map(({ name }) => name) ?? [];
    for (const name of names) expect([name, await db?.collection(name).countDocuments({ tenant_id: OTHER_TENANT })]).toEqual([name, 0]);
    await api.client.problem(allRoutes.getTenant, 404, { params: erase.params, ...msp() });
    await api.client.ok(allRoutes.getTenant, { params: { id: TENANT }, ...msp() });
  });

  it('of the environment keep what the environment says, and cannot be erased', async () => {
    const params = { id: TENANT };
    expect(await api.client.ok(allRoutes.getTenant, { params, ...msp() })).toMatchObject({ origin: 'environment', has_secret: true });
    for (const body of [{ name: 'x' }, { credentials: null }])
      await api.client.problem(allRoutes.changeTenant, 409, { params, body, ...msp() });
    await api.client.ok(allRoutes.changeTenant, { params, body: { enabled: false }, ...msp() });
    await api.client.problem(allRoutes.eraseTenant, 409, { params, body: { confirm: TENANT }, ...msp() });
    await api.client.ok(allRoutes.changeTenant, { params, body: { enabled: true }, ...msp() });
  });

  it('are as many as the licence grants', async () => {
    await register();
    const problem = await api.client.problem(allRoutes.createTenant, 402, { body: { tenant_id: THIRD, name: 'one too many' }, ...msp() });
    expect(problem.detail).toMatch(/grants 2 tenants, and 3 are wanted/);
  });

  it('without a licence are not served, while the own tenant goes on', async () => {
    await register();
    const { config } = api.deps;
    const env = Object.fromEntries(
      (['AUTH_TENANT_ID', 'AUTH_CLIENT_ID', 'LOGIN_URL', 'ENCRYPTION_KEY'] as const).map((name) => [name, config[name]]),
    );
    const plain = await apiFixture('tenants_plain', { env: { ...env, AUTH_ENABLED: 'true' }, database: api.database });
    try {
      const { tenants } = await plain.client.ok(allRoutes.me, msp());
      expect(tenants.map(({ tenant_id }) => tenant_id)).toEqual([TENANT]);
      await plain.client.ok(allRoutes.listEvents, msp());
      for (const input of [inTenant(msp(), OTHER_TENANT), as('AOC.Viewer', OTHER_TENANT)]) {
        const { detail } = await plain.client.problem(allRoutes.listEvents, 402, input);
        expect(detail).toMatch(/needs a licence, and there is none.*LICENSE_KEY/);
      }
      const body = { tenant_id: THIRD, name: 'x' };
      await plain.client.problem(allRoutes.createTenant, 402, { body, ...msp() });
      await plain.client.problem(allRoutes.listProviderRules, 402, msp());
    } finally {
      await plain.stop();
    }
  });
});
