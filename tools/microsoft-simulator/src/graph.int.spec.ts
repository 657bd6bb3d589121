import type { Simulator } from './simulator';
import { at, bearer, graphAll, ids, request, specNow, specTenant, startSmall, type Answer } from './spec-client';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSmall();
});
afterAll(() => simulator.stop());
afterEach(() =>
  simulator.control.change(specTenant, {
    premium: true,
    removed: false,
    permissions: ['AuditLog.Read.All', 'Directory.Read.All', 'DeviceManagementApps.Read.All', 'ActivityFeed.Read', 'ActivityFeed.ReadDlp'],
  }),
);

const logs = [
  ['directory', 'auditLogs/directoryAudits', 'activityDateTime'],
  ['signin', 'auditLogs/signIns', 'createdDateTime'],
  ['intune', 'deviceManagement/auditEvents', 'activityDateTime'],
] as const;

const get = async (path: string, version = 'v1.0'): Promise<Answer> =>
  request(`${simulator.graphUrl}/${version}/${path}`, { headers: await bearer(simulator, 'graph') });
const truthIds = (source: (typeof logs)[number][0]): string[] =>
  [...simulator.control.truth(specTenant, { source })].map(({ id }) => id).sort();

describe.each(logs)('%s', (source, path, time) => {
  it('gives every record once, newest first, whatever the page size', async () => {
    for (const top of [7, 50, 1000]) {
      const { records, pages } = await graphAll(simulator, `${path}?$top=${top}`);
      expect(ids(records)).toEqual(truthIds(source));
      expect(pages).toBe(Math.max(1, Math.ceil(records.length / top)));
      const times = records.map((record) => String(at(record, time)));
      expect(times).toEqual([...times].sort().reverse());
    }
  });

  it('sorts oldest first on demand', async () => {
    const { records } = await graphAll(simulator, `${path}?$top=20&$orderby=${time}%20asc`);
    const times = records.map((record) => String(at(record, time)));
    expect(times).toEqual([...times].sort());
    expect(ids(records)).toEqual(truthIds(source));
  });

  it('composes windows: two halves are the whole', async () => {
    const middle = new Date(specNow - 20 * 3_600_000).toISOString();
    const before = await graphAll(simulator, `${path}?$top=9&$filter=${encodeURIComponent(`${time} lt ${middle}`)}`);
    const after = await graphAll(
      simulator,
      `${path}?$top=9&$filter=${encodeURIComponent(`${time} ge ${middle} and ${time} le ${new Date(specNow).toISOString()}`)}`,
    );
    expect([...ids(before.records), ...ids(after.records)].sort()).toEqual(truthIds(source));
    expect(before.records.length).toBeGreaterThan(0);
    expect(after.records.length).toBeGreaterThan(0);
  });

  it.each([
    ['$top=1001', /Invalid page size/],
    ['$top=0', /Invalid page size/],
    ['$top=ten', /Invalid page size/],
    ['$skip=5', /not allowed/],
    ['$orderby=id', /not supported/],
    ['$skiptoken=rubbish', /Skip token is not valid/],
    [`$filter=${encodeURIComponent("signInEventTypes/any(t: t eq 'nonInteractiveUser')")}`, /Invalid filter clause/],
    [`$filter=${encodeURIComponent('createdDate ge 2026-01-01')}`, /Could not find a property/],
  ])('refuses %s', async (query, message) => {
    const answer = await get(`${path}?${query}`);
    expect(answer.status).toBe(400);
    expect(at(answer.json, 'error', 'code')).toBe('BadRequest');
    expect(at(answer.json, 'error', 'message')).toMatch(message);
  });

  it('needs its permission', async () => {
    simulator.control.change(specTenant, { permissions: ['Directory.Read.All'] });
    const answer = await get(path);
    expect(answer.status).toBe(403);
    expect(at(answer.json, 'error', 'code')).toBe(source === 'intune' ? 'Forbidden' : 'Authentication_MSGraphPermissionMissing');
  });
});

describe('Graph', () => {
  it('shows late records late', async () => {
    const before = truthIds('signin').length;
    simulator.control.clock.advance(1800);
    expect(ids((await graphAll(simulator, 'auditLogs/signIns')).records)).toEqual(truthIds('signin'));
    expect(truthIds('signin').length).toBeGreaterThan(before);
    const late = [...simulator.control.truth(specTenant, { source: 'signin' })].map(
      ({ at: from, available }) => Date.parse(available) - Date.parse(from),
    );
    expect(Math.min(...late)).toBeGreaterThanOrEqual(60_000);
  });

  it('lets the links to following pages die', async () => {
    const first = await get('auditLogs/signIns?$top=5');
    const link = String(at(first.json, '@odata.nextLink'));
    simulator.control.clock.advance(3601);
    const answer = await request(link, { headers: await bearer(simulator, 'graph') });
    expect(answer.status).toBe(400);
    expect(at(answer.json, 'error', 'message')).toMatch(/expired/);
  });

  it('has sign-ins for tenants with a licence only', async () => {
    simulator.control.change(specTenant, { premium: false });
    const answer = await get('auditLogs/signIns');
    expect(answer.status).toBe(403);
    expect(at(answer.json, 'error')).toMatchObject({
      code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      message: "Neither tenant is B2C or tenant doesn't have premium license",
    });
    expect((await get('auditLogs/directoryAudits')).status).toBe(200);
  });

  it('knows kinds of sign-in in beta only', async () => {
    const filter = encodeURIComponent("createdDateTime ge 2026-03-01T00:00:00Z and signInEventTypes/any(t: t eq 'interactiveUser')");
    expect((await get(`auditLogs/signIns?$filter=${filter}`)).status).toBe(400);
    expect(at((await get(`auditLogs/signIns?$filter=${filter}`, 'beta')).json, 'value', 'length')).toBeGreaterThan(0);
    expect(
      at((await get(`auditLogs/signIns?$filter=${filter.replace('interactiveUser', 'servicePrincipal')}`, 'beta')).json, 'value', 'length'),
    ).toBe(0);
  });

  it('resolves the ids of its records to names', async () => {
    const { records } = await graphAll(simulator, 'auditLogs/signIns');
    const userIds = [...new Set(records.map((record) => String(at(record, 'userId'))))];
    const answer = await request(`${simulator.graphUrl}/v1.0/directoryObjects/getByIds`, {
      method: 'POST',
      headers: { ...(await bearer(simulator, 'graph')), 'content-type': 'application/json' },
      body: JSON.stringify({ ids: [...userIds, '00000000-0000-4000-8000-00000000dead'], types: ['user'] }),
    });
    expect(at(answer.json, 'value', 'length')).toBe(userIds.length);
    expect(at(answer.json, 'value', '0')).toMatchObject({
      '@odata.type': '#microsoft.graph.user',
      id: userIds[0],
      displayName: expect.any(String),
    });
    expect((await get(`users/${userIds[0]}`)).json).toMatchObject({ id: userIds[0] });
    expect((await get('users/nobody')).status).toBe(404);
  });

  it('takes at most 1000 ids', async () => {
    const body = JSON.stringify({ ids: Array.from({ length: 1001 }, (_, i) => String(i)) });
    expect(
      (
        await request(`${simulator.graphUrl}/v1.0/directoryObjects/getByIds`, {
          method: 'POST',
          headers: await bearer(simulator, 'graph'),
          body,
        })
      ).status,
    ).toBe(400);
  });

  it('says which of at most twenty groups a person is in', async () => {
    const gus = simulator.control.tenants[0]?.accounts.find(({ name }) => name === 'Gus Lind');
    const [own = ''] = gus?.groups ?? [];
    const other = '00000000-0000-4000-8000-00000000dead';
    const check = async (groupIds: string[], id = gus?.oid ?? '') =>
      request(`${simulator.graphUrl}/v1.0/users/${id}/checkMemberGroups`, {
        method: 'POST',
        headers: await bearer(simulator, 'graph'),
        body: JSON.stringify({ groupIds }),
      });
    expect((await check([other, own])).json).toMatchObject({ value: [own] });
    expect((await check([own], gus?.upn)).json).toMatchObject({ value: [own] });
    expect((await check([own], other)).status).toBe(404);
    expect((await check(Array.from({ length: 21 }, () => own))).status).toBe(400);
    expect((await check([own, 'no id'])).status).toBe(400);
    simulator.control.change(specTenant, { permissions: ['AuditLog.Read.All'] });
    const refused = await check([own]);
    simulator.control.change(specTenant, { permissions: ['AuditLog.Read.All', 'Directory.Read.All'] });
    expect([refused.status, at(refused.json, 'error', 'code')]).toEqual([403, 'Authorization_RequestDenied']);
  });

  it('no longer knows a removed tenant', async () => {
    const headers = await bearer(simulator, 'graph');
    simulator.control.change(specTenant, { removed: true });
    expect((await request(`${simulator.graphUrl}/v1.0/auditLogs/signIns`, { headers })).status).toBe(401);
  });
});
