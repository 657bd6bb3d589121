import { allRoutes } from '@aoc/contracts';
import { startSimulator, type FaultInput, type Simulator } from '@aoc/tools/microsoft-simulator';
import { createPublicKey, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { z } from 'zod';
import { apiFixture, OTHER_TENANT, TENANT, type ApiFixture } from '../testing/api-fixture';
import { auditRecord } from '../testing/records';
import { signedByStranger, signedWithPublicKey, withOldSignature } from '../testing/tokens';

const keySetSchema = z.object({ keys: z.array(z.record(z.string(), z.unknown())) });
const CLIENT = '7e1f0a52-3c0e-4e0d-9f6e-5d1f3f0a9b21';
const ALICE = '11111111-2222-4333-8444-555555555555';
const GROUP = '0d6a3a1f-7c11-4b8e-9d0b-9f1c3c0e5f0a';

describe('signing in with tokens of Entra', () => {
  let simulator: Simulator;
  let api: ApiFixture;
  beforeAll(async () => {
    const tenant = { events: 20, days: 1, company: { users: 3 } };
    simulator = await startSimulator({
      seed: 5,
      tenants: [
        { ...tenant, tenantId: TENANT },
        { ...tenant, tenantId: OTHER_TENANT },
      ],
    });
    api = await apiFixture('sign_in', {
      env: {
        AUTH_ENABLED: 'true',
        AUTH_TENANT_ID: TENANT,
        AUTH_CLIENT_ID: CLIENT,
        LOGIN_URL: simulator.loginUrl,
        PRIVACY_SERVICES: 'Exchange',
        PRIVACY_SERVICE_ROLES: 'Privacy.Read',
      },
    });
    await api.seed([auditRecord({ id: 'one' })]);
  });
  afterAll(async () => {
    await api.stop();
    await simulator.stop();
  });

  /** An access token as Entra issues it for the dashboard; `undefined` takes a claim away. */
  const token = (claims: Record<string, unknown> = {}, seconds = 3600, tenant: string = TENANT): string =>
    simulator.control.mintToken(
      tenant,
      {
        aud: CLIENT,
        iss: `${simulator.loginUrl}/${tenant}/v2.0`,
        ver: '2.0',
        oid: ALICE,
        sub: 'pairwise',
        scp: 'access',
        name: 'Alice Admin',
        preferred_username: 'alice@example.com',
        ...claims,
      },
      seconds,
    );
  const v1 = (claims: Record<string, unknown> = {}): string =>
    token({
      ver: '1.0',
      iss: `${simulator.loginUrl}/${TENANT}/`,
      aud: `api://${CLIENT}`,
      preferred_username: undefined,
      upn: 'alice@example.com',
      ...claims,
    });
  const asks = (credential: string) => ({ headers: { authorization: `Bearer ${credential}` } });
  const me = (credential: string) => api.client.ok(allRoutes.me, asks(credential));

  it('knows a person by a token of version 2.0 and of version 1.0', async () => {
    const alice = {
      id: ALICE,
      display: 'Alice Admin',
      username: 'alice@example.com',
      role: 'viewer',
      sign_in: 'entra',
      privacy_role: false,
    };
    expect(await me(token())).toMatchObject({ ...alice, tenant_id: TENANT, tenants: [{ tenant_id: TENANT }] });
    expect(await me(v1())).toMatchObject(alice);
    expect(await api.client.ok(allRoutes.listEvents, asks(token()))).toMatchObject({ total: 1 });
  });

  it.each([
    ['AOC.Viewer', 'viewer'],
    ['AOC.Analyst', 'analyst'],
    ['AOC.Admin', 'admin'],
    ['AOC.MspAdmin', 'msp_admin'],
  ])('gives the app role %s the role %s', async (appRole, role) => {
    expect(await me(token({ roles: ['Other', appRole] }))).toMatchObject({ role });
  });

  it('takes the highest of several roles, and the privacy role beside them', async () => {
    const roles = ['AOC.Viewer', 'AOC.Admin', 'AOC.Analyst', 'Privacy.Read'];
    expect(await me(token({ roles }))).toMatchObject({ role: 'admin', privacy_role: true });
  });

  it('signs in applications by the optional claim idtyp and an app role', async () => {
    const app = {
      idtyp: 'app',
      scp: undefined,
      name: undefined,
      preferred_username: undefined,
      app_displayname: 'Robot',
      roles: ['AOC.Analyst'],
    };
    expect(await me(token(app))).toMatchObject({ display: 'Robot', role: 'analyst' });
    await api.client.problem(allRoutes.me, 401, asks(token({ ...app, roles: [] })));
  });

  it('lets a role do what it contains, and says what is missing for the rest', async () => {
    const body = { tags: ['seen'] };
    const params = { id: 'one' };
    const refused = await api.client.problem(allRoutes.setTags, 403, { params, body, ...asks(token()) });
    expect(refused.detail).toBe('This needs the role analyst, and you have the role viewer. Ask an administrator of AOC for it.');
    await api.client.ok(allRoutes.setTags, { params, body, ...asks(token({ roles: ['AOC.Analyst'] })) });
    const comment = await api.client.ok(allRoutes.addComment, { params, body: { text: 'x' }, ...asks(token({ roles: ['AOC.Analyst'] })) });
    expect(JSON.stringify(comment)).toContain('Alice Admin');
  });

  it('asks who has no credential to sign in, and serves what is public', async () => {
    const reply = await api.client.call(allRoutes.listEvents);
    expect([reply.status, reply.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="aoc"']);
    expect(reply.body).toMatchObject({ detail: expect.stringContaining('Sign in first') });
    expect(await api.client.ok(allRoutes.authConfig)).toMatchObject({
      auth_enabled: true,
      client_id: CLIENT,
      scope: `api://${CLIENT}/access`,
      authority: `${simulator.loginUrl}/${TENANT}`,
    });
    for (const route of [allRoutes.health, allRoutes.version, allRoutes.features]) await api.client.ok(route);
  });

  describe('refuses, without a word on why,', () => {
    const now = () => Math.floor(Date.now() / 1000);
    const publicKey = async () => {
      const answer: unknown = await (await fetch(`${simulator.loginUrl}/${TENANT}/discovery/v2.0/keys`)).json();
      const [key = {}] = keySetSchema.parse(answer).keys;
      return String(createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }));
    };
    const attacks: [string, () => string | Promise<string>][] = [
      [
        'a token without algorithm',
        () =>
          `${withOldSignature(token(), { header: { alg: 'none' } })
            .split('.')
            .slice(0, 2)
            .join('.')}.`,
      ],
      ['the algorithm none with a signature', () => withOldSignature(token(), { header: { alg: 'none' } })],
      ['HS256 with the public key as secret', async () => signedWithPublicKey(token(), await publicKey())],
      ['RS384', () => withOldSignature(token(), { header: { alg: 'RS384' } })],
      ['the key of somebody else under a known id', () => signedByStranger(token())],
      ['an id of a key that nobody published', () => signedByStranger(token(), { header: { kid: 'nobody', x5t: 'nobody' } })],
      ['an x5t that is not the kid', () => withOldSignature(token(), { header: { x5t: 'another' } })],
      ['a key that the token brings along', () => signedByStranger(token(), { header: { jwk: { kty: 'RSA' } } })],
      ['an address of keys that the token brings along', () => signedByStranger(token(), { header: { jku: 'http://127.0.0.1:1/keys' } })],
      ['critical headers', () => withOldSignature(token(), { header: { crit: ['exp'] } })],
      ['changed claims', () => withOldSignature(token(), { claims: { roles: ['AOC.Admin'] } })],
      ['a stripped signature', () => token().split('.').slice(0, 2).join('.')],
      ['an empty signature', () => `${token().split('.').slice(0, 2).join('.')}.`],
      ['an expired token', () => token({ exp: now() - 120, nbf: now() - 7200, iat: now() - 7200 })],
      ['a token that is not valid yet', () => token({ nbf: now() + 600, iat: now() - 5 })],
      ['a token from the future', () => token({ iat: now() + 600 })],
      ['a token without end', () => token({ exp: undefined })],
      ['another audience', () => token({ aud: '00000003-0000-0000-c000-000000000000' })],
      ['several audiences', () => token({ aud: [CLIENT, 'https://graph.microsoft.com'] })],
      ['another issuer', () => token({ iss: 'https://login.example.com/v2.0' })],
      ['an issuer of another tenant', () => token({ iss: `${simulator.loginUrl}/${OTHER_TENANT}/v2.0` })],
      ['a tenant that is not registered', () => token({}, 3600, OTHER_TENANT)],
      ['a tid that the issuer does not agree with', () => token({ tid: OTHER_TENANT })],
      ['version 2.0 from the issuer of version 1.0', () => token({ iss: `${simulator.loginUrl}/${TENANT}/` })],
      ['version 1.0 from the issuer of version 2.0', () => v1({ iss: `${simulator.loginUrl}/${TENANT}/v2.0` })],
      ['no version', () => token({ ver: undefined })],
      ['an id token', () => token({ scp: undefined, nonce: 'n', roles: ['AOC.Admin'] })],
      ['another scope', () => token({ scp: 'user_impersonation access_other' })],
      ['a token without person', () => token({ oid: undefined })],
      ['a token of 20 kB', () => token({ filler: 'x'.repeat(15_000) }).slice(0, 15_500)],
      ['no token at all', () => 'hello'],
      ['three dots', () => '...'],
      ['a header that is no JSON', () => `AAAA.${token().split('.').slice(1).join('.')}`],
    ];
    it.each(attacks)('%s', async (_name, forge) => {
      const reply = await api.client.call(allRoutes.listEvents, asks(await forge()));
      expect([reply.status, reply.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="aoc", error="invalid_token"']);
      expect(reply.body).toMatchObject({
        code: 'unauthorized',
        detail: 'The credential is not accepted. Sign in again, or check that the API key is complete, not expired and not revoked.',
      });
    });

    it.each(['Basic YTpi', 'Bearer', 'Bearer a b', 'Bearer\ttoken'])('the header %j', async (authorization) => {
      await api.client.problem(allRoutes.listEvents, 401, { headers: { authorization } });
    });

    it('and writes the reason, never the token, into the log', async () => {
      const stolen = signedByStranger(token());
      await api.client.problem(allRoutes.listEvents, 401, asks(stolen));
      const lines = api.log.filter((line) => line.includes('credential refused'));
      expect(lines.at(-1)).toContain('signature_or_lifetime');
      const written = api.log.join('\n');
      for (const secret of stolen.split('.').slice(1)) expect(written).not.toContain(secret);
      expect((await api.client.raw('/metrics')).text).toMatch(/aoc_refused_credentials_total\{reason="signature_or_lifetime"\} [1-9]/);
    });

    it('and does not ask for keys on behalf of strangers', async () => {
      const asked = () => simulator.control.journal.count('login.keys', OTHER_TENANT);
      const before = asked();
      expect(simulator.control.journal.count('login.keys', TENANT)).toBeGreaterThan(0);
      await api.client.problem(allRoutes.me, 401, asks(token({}, 3600, OTHER_TENANT)));
      expect(asked()).toBe(before);
    });
  });

  describe('with access by app role or group', () => {
    let restricted: ApiFixture;
    beforeAll(async () => {
      restricted = await apiFixture('sign_in_restricted', {
        env: {
          AUTH_ENABLED: 'true',
          AUTH_TENANT_ID: TENANT,
          AUTH_CLIENT_ID: CLIENT,
          LOGIN_URL: simulator.loginUrl,
          GRAPH_URL: simulator.graphUrl,
          CLIENT_ID: simulator.control.tenants[0]?.clientId ?? '',
          CLIENT_SECRET: simulator.control.tenants[0]?.clientSecret ?? '',
          AUTH_ALLOWED_ROLES: 'SOC',
          AUTH_ALLOWED_GROUPS: GROUP.toUpperCase(),
          AUTH_ROLES: `${GROUP.toUpperCase()}=admin,Tier1=analyst`,
          AUTH_DEFAULT_ROLE: 'none',
        },
      });
    });
    afterAll(() => restricted.stop());

    it.each([
      [{ groups: [GROUP] }, 'admin'],
      [{ roles: ['SOC', 'Tier1'] }, 'analyst'],
    ])('%j is let in', async (claims, role) => {
      expect(await restricted.client.ok(allRoutes.me, asks(token(claims)))).toMatchObject({ role });
    });

    it.each([[{}], [{ roles: ['Tier1'] }], [{ roles: ['SOC'] }], [{ groups: [ALICE] }]])(
      '%j is told that nothing gives access',
      async (claims) => {
        const { detail } = await restricted.client.problem(allRoutes.me, 403, asks(token(claims)));
        expect(detail).toMatch(/^You are signed in, but nothing gives you access to AOC\. Ask your administrator/);
      },
    );

    describe('whose groups are too many for a token', () => {
      const asked = () => simulator.control.journal.count('graph.checkMemberGroups');
      const graph = (fault: FaultInput) => simulator.control.faults.add({ ...fault, endpoint: 'graph.*', tenant: TENANT });
      const person = (groups: string[]) => {
        const oid = randomUUID();
        const tenant = simulator.control.tenants.find(({ tenantId }) => tenantId === TENANT);
        const account = { upn: `${oid}@example.com`, name: 'Many', oid, groups };
        simulator.control.change(TENANT, { accounts: [...(tenant?.accounts ?? []), account] });
        return oid;
      };
      afterEach(() => {
        simulator.control.faults.clear();
        simulator.control.change(TENANT, { permissions: ['Directory.Read.All'] });
      });

      it.each([[{ hasgroups: true }], [{ _claim_names: { groups: 'src1' } }]])('%j is let in by what Graph says', async (claims) => {
        const oid = person([randomUUID(), GROUP]);
        expect(await restricted.client.ok(allRoutes.me, asks(token({ ...claims, oid })))).toMatchObject({ id: oid, role: 'admin' });
        const before = asked();
        await restricted.client.ok(allRoutes.me, asks(token({ ...claims, oid })));
        expect(asked()).toBe(before);
      });

      it('is told that nothing gives access when Graph knows of no group that does', async () => {
        const oid = person([randomUUID()]);
        const { detail } = await restricted.client.problem(allRoutes.me, 403, asks(token({ hasgroups: true, oid })));
        expect(detail).toMatch(/nothing gives you access/);
      });

      it('is asked for at the configured address, never at the one that the token names', async () => {
        const oid = person([GROUP]);
        const calls: string[] = [];
        const lure = createServer((request, response) => {
          calls.push(request.url ?? '');
          response.end(JSON.stringify({ value: [GROUP] }));
        });
        await new Promise<void>((resolve) => lure.listen(0, '127.0.0.1', resolve));
        const address = lure.address();
        const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/users/${oid}/getMemberObjects`;
        const claims = (id: string) => ({ _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint } }, oid: id });
        expect(await restricted.client.ok(allRoutes.me, asks(token(claims(oid))))).toMatchObject({ role: 'admin' });
        await restricted.client.problem(allRoutes.me, 403, asks(token(claims(randomUUID()))));
        lure.closeAllConnections();
        await new Promise((resolve) => lure.close(resolve));
        expect(calls).toEqual([]);
      });

      it.each<[string, Record<string, unknown>]>([
        ['an id that leads elsewhere', { oid: `${ALICE}/../../groups` }],
        ['no id', { oid: undefined }],
        ['a mark that is no mark', { hasgroups: 'true' }],
        ['a source that is no text', { _claim_names: { groups: { $ne: '' } } }],
        ['another tenant', { tid: OTHER_TENANT }],
      ])('is not asked for with %s', async (_name, claims) => {
        const before = asked();
        await restricted.client.problem(allRoutes.me, 401, asks(token({ hasgroups: true, ...claims })));
        expect(asked()).toBe(before);
      });

      it('is turned away without consent, and the log says what to do', async () => {
        simulator.control.change(TENANT, { permissions: ['AuditLog.Read.All'] });
        const oid = person([GROUP]);
        const { detail } = await restricted.client.problem(allRoutes.me, 403, asks(token({ hasgroups: true, oid })));
        expect(detail).toMatch(/^You belong to so many groups that Entra left them out/);
        expect(detail).not.toMatch(/Read\.All/);
        const line = restricted.log.findLast((one) => one.includes('cannot be looked up'));
        expect(line).toContain('permission Directory.Read.All');
        expect(line).toContain(oid);
        // What the token itself gives is given.
        const roles = ['SOC', 'Tier1'];
        expect(await restricted.client.ok(allRoutes.me, asks(token({ hasgroups: true, oid, roles })))).toMatchObject({ role: 'analyst' });
      });

      it.each<[string, FaultInput]>([
        ['fails', { kind: 'server-error' }],
        ['asks to wait', { kind: 'throttle', retryAfter: 30 }],
        ['breaks off', { kind: 'cut' }],
      ])('is asked to come again while Graph %s', async (_name, fault) => {
        graph({ ...fault, times: 2 });
        const oid = person([GROUP]);
        const reply = await restricted.client.call(allRoutes.me, asks(token({ hasgroups: true, oid })));
        expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '10']);
      });
    });
  });
});
