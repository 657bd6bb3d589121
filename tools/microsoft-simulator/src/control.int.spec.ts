import { createServer, type Server } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSimulator, type Simulator } from './simulator';
import { at, bearer, feed, graphAll, ids, request, specNow, specTenant, startSmall, unifiedAll } from './spec-client';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});
const keep = (simulator: Simulator): Simulator => {
  open.push(() => simulator.stop());
  return simulator;
};
const post = (url: string, body: unknown, method = 'POST') => request(url, { method, body: JSON.stringify(body) });

describe('control over HTTP', () => {
  it('adds, lists and clears faults', async () => {
    const { url, control } = keep(await startSmall());
    expect((await post(`${url}/_control/faults`, [{ id: 'a', kind: 'cut' }, { kind: 'slow' }])).status).toBe(201);
    expect((await request(`${url}/_control/faults`)).json).toMatchObject([{ id: 'a', kind: 'cut', struck: 0 }, { kind: 'slow' }]);
    expect((await post(`${url}/_control/faults`, { kind: 'nonsense' })).status).toBe(400);
    expect((await request(`${url}/_control/faults/a`, { method: 'DELETE' })).status).toBe(204);
    expect(control.faults.list()).toHaveLength(1);
  });

  it('moves the clock', async () => {
    const { url, control } = keep(await startSmall());
    expect((await post(`${url}/_control/clock`, { advance_seconds: 60 })).json).toEqual({
      now: new Date(specNow + 60_000).toISOString(),
      running: false,
    });
    await post(`${url}/_control/clock`, { now: '2026-03-05T00:00:00Z' });
    expect(control.clock.now()).toBe(Date.parse('2026-03-05T00:00:00Z'));
    expect((await post(`${url}/_control/clock`, { now: 'soon' })).status).toBe(400);
    expect((await post(`${url}/_control/clock`, { running: true })).json).toMatchObject({ running: true });
  });

  it('counts requests', async () => {
    const simulator = keep(await startSmall());
    await graphAll(simulator, 'auditLogs/signIns');
    expect(simulator.control.journal.count('graph.signIns', specTenant)).toBe(1);
    const report = (await request(`${simulator.url}/_control/journal`)).json;
    expect(at(report, 'endpoints')).toEqual(
      expect.arrayContaining([expect.objectContaining({ tenant: specTenant, endpoint: 'login.token', requests: 1, statuses: { 200: 1 } })]),
    );
    await request(`${simulator.url}/_control/journal`, { method: 'DELETE' });
    expect(simulator.control.journal.count()).toBe(0);
  });

  it('tells the truth as lines, with bounds', async () => {
    const { url, control } = keep(await startSmall());
    const from = new Date(specNow - 86_400_000).toISOString();
    const lines = (await request(`${url}/_control/truth?tenant=${specTenant}&source=signin&from=${from}`)).text.trim().split('\n');
    const expected = [...control.truth(specTenant, { source: 'signin', from: Date.parse(from) })];
    expect(lines.map((line) => at(JSON.parse(line), 'id'))).toEqual(expected.map(({ id }) => id));
    expect(expected.length).toBeGreaterThan(20);
    expect((await request(`${url}/_control/truth?source=nothing`)).status).toBe(400);
    expect(at((await request(`${url}/_control/stories`)).json, 'length')).toBe(11);
  });

  it('changes a tenant', async () => {
    const { url } = keep(await startSmall());
    expect((await post(`${url}/_control/tenants/${specTenant}`, { premium: false, permissions: [] }, 'PATCH')).json).toMatchObject({
      premium: false,
      permissions: [],
    });
    expect((await request(`${url}/_control/tenants/unknown`)).status).toBe(404);
    expect((await request(`${url}/_control/unknown`)).status).toBe(404);
  });
});

describe('several tenants', () => {
  it('have their own company, records and credentials', async () => {
    const simulator = keep(
      await startSimulator({
        now: specNow,
        tenants: [
          { events: 200, days: 1 },
          { events: 200, days: 1 },
        ],
      }),
    );
    const [first, second] = simulator.control.tenants;
    if (!first || !second) throw new Error('two tenants were asked for');
    const seen = new Set([...simulator.control.truth(first.tenantId)].map(({ id }) => id));
    expect([...simulator.control.truth(second.tenantId)].some(({ id }) => seen.has(id))).toBe(false);
    const headers = await bearer(simulator, 'graph', second.tenantId);
    const answer = await request(`${simulator.graphUrl}/v1.0/auditLogs/signIns?$top=3`, { headers });
    expect(seen.has(String(at(answer.json, 'value', '0', 'id')))).toBe(false);
    expect(second.clientSecret).not.toBe(first.clientSecret);
  });
});

describe('replay', () => {
  const lines = [
    { id: 'Directory_1', activityDisplayName: 'Add user', activityDateTime: '2021-03-01T10:00:00.1234567Z', category: 'UserManagement' },
    { category: 'SignInLogs', properties: { id: 'signin-1', createdDateTime: '2021-05-14T10:00:00Z', userPrincipalName: 'a@b.c' } },
    { Id: 'exchange-1', CreationTime: '2021-05-14T18:58:06', Operation: 'Set-Mailbox', Workload: 'Exchange', RecordType: 1 },
    { Id: 'exchange-1', CreationTime: '2021-05-14T18:58:06', Operation: 'Set-Mailbox', Workload: 'Exchange', RecordType: 1 },
    { Id: 'broken-time', CreationTime: '2023-10-10T17:08:65', Operation: 'UserLoginFailed', Workload: 'AzureActiveDirectory' },
    { nothing: 'known' },
  ];

  it.each([true, false])('routes recorded records to their endpoints (moved to now: %s)', async (shift) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'replay-'));
    open.push(() => rm(folder, { recursive: true }));
    const file = path.join(folder, 'records.ndjson');
    await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'));
    const now = shift ? specNow : Date.parse('2021-05-15T00:00:00Z');
    const simulator = keep(await startSimulator({ now, tenants: [{ tenantId: specTenant, replay: { files: [file], shift } }] }));
    expect(simulator.control.tenants[0]?.skippedLines).toBe(1);
    const unified = await unifiedAll(simulator, 6);
    expect(ids(unified.records, 'Id')).toEqual(['broken-time', 'exchange-1', 'exchange-1']);
    const exchange = unified.records.find((record) => at(record, 'Id') === 'exchange-1');
    expect(at(exchange, 'CreationTime')).toBe(shift ? '2026-03-04T13:59:00' : '2021-05-14T18:58:06');
    const [signIn] = (await graphAll(simulator, 'auditLogs/signIns')).records;
    expect(at(signIn, 'id')).toBe('signin-1');
    const audits = (await graphAll(simulator, 'auditLogs/directoryAudits')).records;
    // Unmoved, it is older than the thirty days that Graph keeps.
    expect(ids(audits)).toEqual(shift ? ['Directory_1'] : []);
  });
});

describe('webhooks', () => {
  const listen = (handle: (headers: Record<string, unknown>, body: unknown) => number): Promise<{ server: Server; address: string }> =>
    new Promise((resolve) => {
      const server = createServer((incoming, outgoing) => {
        let text = '';
        incoming.on('data', (part: Buffer) => (text += part.toString()));
        incoming.on('end', () => outgoing.writeHead(handle(incoming.headers, JSON.parse(text))).end());
      }).listen(0, '127.0.0.1', () => {
        const bound = server.address();
        resolve({ server, address: `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}/hook` });
      });
      open.push(async () => server.close());
    });

  it('are validated, then told of every new blob; failures are tried again', async () => {
    const simulator = keep(await startSmall());
    const told: unknown[] = [];
    const codes: unknown[] = [];
    let status = 200;
    const { address } = await listen((headers, body) => {
      if (!Array.isArray(body)) codes.push([headers['webhook-validationcode'] === at(body, 'validationCode'), headers['webhook-authid']]);
      else if (status === 200) told.push(...body);
      return status;
    });
    const headers = await bearer(simulator, 'management');
    const start = await request(`${feed(simulator)}/subscriptions/start?contentType=Audit.Exchange`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ webhook: { address, authId: 'mine' } }),
    });
    expect(start.json).toMatchObject({ status: 'enabled', webhook: { status: 'enabled', address } });
    expect(codes).toEqual([[true, 'mine']]);
    status = 500;
    simulator.control.clock.advance(3600);
    await simulator.control.notify();
    status = 200;
    simulator.control.clock.advance(60);
    await simulator.control.notify();
    const fresh = { authorization: (await bearer(simulator, 'management')).authorization ?? '' };
    const since = new Date(specNow).toISOString().slice(0, 19);
    const until = new Date(simulator.control.clock.now() + 1000).toISOString().slice(0, 19);
    const listed = await request(
      `${feed(simulator)}/subscriptions/content?contentType=Audit.Exchange&startTime=${since}&endTime=${until}`,
      { headers: fresh },
    );
    expect(ids(told, 'contentId')).toEqual(ids(Array.from(Object(listed.json)), 'contentId'));
    expect(told.length).toBeGreaterThan(0);
    expect(told[0]).toMatchObject({ tenantId: specTenant, clientId: simulator.control.tenants[0]?.clientId });
    const notifications = await request(`${feed(simulator)}/subscriptions/notifications?contentType=Audit.Exchange`, { headers: fresh });
    expect(Array.from(Object(notifications.json), (entry) => at(entry, 'notificationStatus'))).toEqual(
      expect.arrayContaining(['failed', 'success']),
    );
  });

  it.each([
    ['http://example.org/hook', /must begin with HTTPS/],
    ['http://127.0.0.1:1/hook', /did not return HTTP 200/],
  ])('%s is refused', async (address, message) => {
    const simulator = keep(await startSmall());
    const answer = await request(`${feed(simulator)}/subscriptions/start?contentType=Audit.Exchange`, {
      method: 'POST',
      headers: await bearer(simulator, 'management'),
      body: JSON.stringify({ webhook: { address } }),
    });
    expect([answer.status, at(answer.json, 'error', 'code')]).toEqual([400, 'AF20021']);
    expect(at(answer.json, 'error', 'message')).toMatch(message);
  });
});
