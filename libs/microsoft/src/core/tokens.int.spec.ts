import { selfSigned } from '@aoc/testing';
import { startSimulator, type Simulator } from '@aoc/tools/microsoft-simulator';
import { inspect } from 'node:util';
import { memoryThrottleGate } from '../throttle-gate';
import { collect, failure, tenantOf, testClient } from '../testing/test-client';

const HOUR = 3_600_000;
const TOKEN = /eyJ[\w-]+\.[\w-]+/;

interface Misuse {
  key?: string;
  minutes?: number;
  clientId?: string;
}

describe('Tokens and shared waits', () => {
  let simulator: Simulator;
  let slice: { start: Date; end: Date };
  const tokens = (): number => simulator.control.journal.count('login.token');
  beforeEach(async () => {
    simulator = await startSimulator({
      tenants: [
        { events: 600, days: 1 },
        { events: 600, days: 1 },
      ],
    });
    const end = new Date(simulator.control.clock.now());
    slice = { start: new Date(end.getTime() - 12 * HOUR), end };
  });
  afterEach(() => simulator.stop());

  it('asks for one token per API, however many jobs start at once', async () => {
    const client = testClient(simulator);
    const graph = Array.from({ length: 20 }, () => collect(client.readGraphSlice('directory', slice)));
    const management = Array.from({ length: 10 }, () => client.ensureSubscriptions(['Audit.General']));
    await Promise.all([...graph, ...management]);
    expect(tokens()).toBe(2);
    await client.close();
  });

  it('refreshes once when many calls are refused at once', async () => {
    const client = testClient(simulator);
    await collect(client.readGraphSlice('directory', slice));
    simulator.control.clock.advance(2 * 3600);
    await Promise.all(Array.from({ length: 12 }, () => collect(client.readGraphSlice('directory', slice))));
    expect(tokens()).toBe(2);
    await client.close();
  });

  it('renews a token before its end, and when the clock was set back', async () => {
    let now = Date.now();
    const client = testClient(simulator, { clock: { now: () => new Date(now) } });
    const read = () => collect(client.readGraphSlice('intune', slice));
    await read();
    now += 3200_000;
    await read();
    expect(tokens()).toBe(1);
    now += 200_000;
    await read();
    expect(tokens()).toBe(2);
    now -= 10 * HOUR;
    await read();
    expect(tokens()).toBe(3);
    expect(simulator.control.journal.report().endpoints.flatMap((e) => Object.keys(e.statuses))).not.toContain('401');
    await client.close();
  });

  const wrong = [
    ['the secret', { clientSecret: 'wrong-secret-8Q~' }, { kind: 'bad_credentials', code: 'AADSTS7000215' }, /CLIENT_SECRET/],
    ['the client', { clientId: '11111111-2222-4333-8444-555555555555' }, { kind: 'bad_credentials', code: 'AADSTS700016' }, /CLIENT_ID/],
    ['the tenant', { tenantId: '11111111-2222-4333-8444-555555555555' }, { kind: 'tenant_not_found', code: 'AADSTS90002' }, /TENANT_ID/],
  ] as const;
  it.each(wrong)('says what to do when %s is wrong, without a second try', async (_name, change, expected, advice) => {
    const client = testClient(simulator, { credentials: () => ({ ...tenantOf(simulator), ...change }) });
    const error = await failure(collect(client.readGraphSlice('directory', slice)));
    expect(error).toMatchObject({ service: 'login', retryable: false, ...expected });
    expect(error.advice).toMatch(advice);
    expect(tokens()).toBe(1);
    await client.close();
  });

  it('uses a rotated secret without being made anew', async () => {
    const { tenantId } = tenantOf(simulator);
    let clientSecret = 'old';
    const client = testClient(simulator, { credentials: () => ({ ...tenantOf(simulator), clientSecret }) });
    expect((await failure(collect(client.readGraphSlice('directory', slice)))).kind).toBe('bad_credentials');
    simulator.control.change(tenantId, { client_secret: 'new' });
    clientSecret = 'new';
    await collect(client.readGraphSlice('directory', slice));
    await client.close();
  });

  describe('with a certificate', () => {
    const own = selfSigned();
    const { thumbprint, keyPem: privateKey } = own;
    const withCertificate = (privateKeyPem = privateKey) => {
      const { tenantId, clientId } = tenantOf(simulator);
      return { tenantId, clientId, certificate: { thumbprint, privateKey: privateKeyPem } };
    };
    const register = (...certificates: string[]): void => simulator.control.change(tenantOf(simulator).tenantId, { certificates });
    const read = async (credentials = withCertificate(), now = new Date()) => {
      const client = testClient(simulator, { credentials: () => credentials, clock: { now: () => now } });
      try {
        return await collect(client.readGraphSlice('directory', slice));
      } finally {
        await client.close();
      }
    };

    it('proves who asks by signing', async () => {
      register(own.certificatePem);
      expect((await read()).length).toBeGreaterThan(0);
      expect(tokens()).toBe(1);
    });

    it.each([
      ['is not registered', 'AADSTS700027', /does not know the certificate/, () => register(selfSigned().certificatePem), {}],
      [
        'has another key',
        'AADSTS700027',
        /does not know the certificate/,
        () => register(own.certificatePem),
        { key: selfSigned().keyPem },
      ],
      ['is used with a clock that is wrong', 'AADSTS700024', /clock of this machine/, () => register(own.certificatePem), { minutes: 20 }],
      ['is of another application', 'AADSTS700016', /CLIENT_ID/, () => register(own.certificatePem), { clientId: crypto.randomUUID() }],
    ])('says what to do when it %s', async (_name, code, advice, prepare, { key = privateKey, minutes = 0, ...other }: Misuse) => {
      prepare();
      const error = await failure(read({ ...withCertificate(key), ...other }, new Date(Date.now() + minutes * 60_000)));
      expect(error).toMatchObject({ kind: 'bad_credentials', code });
      expect(error.advice).toMatch(advice);
      expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/eyJ|PRIVATE KEY/);
    });

    it('says when it has ended', async () => {
      const ended = selfSigned({ days: -3 });
      register(ended.certificatePem);
      const certificate = { thumbprint: ended.thumbprint, privateKey: ended.keyPem };
      const error = await failure(read({ ...withCertificate(), certificate }));
      expect(error).toMatchObject({ kind: 'bad_credentials', code: 'AADSTS1000502' });
      expect(error.advice).toMatch(/not valid now/);
    });
  });

  it('survives a throttled and a silent token endpoint', async () => {
    simulator.control.faults.add({ kind: 'throttle', endpoint: 'login.token', retryAfter: 0.02, nth: 1 });
    simulator.control.faults.add({ kind: 'timeout', endpoint: 'login.token', nth: 2 });
    simulator.control.faults.add({ kind: 'server-error', endpoint: 'login.token', nth: 3 });
    const client = testClient(simulator, { requestTimeoutMs: 150 });
    await collect(client.readGraphSlice('directory', slice));
    expect(tokens()).toBe(4);
    await client.close();
  });

  it('never puts a secret or a token into an error', async () => {
    const secret = tenantOf(simulator).clientSecret;
    const kinds = ['throttle', 'server-error', 'unauthorized', 'forbidden', 'cut', 'malformed-blob', 'timeout'] as const;
    for (const endpoint of ['login.token', 'graph.*']) {
      for (const kind of kinds) {
        simulator.control.faults.clear();
        simulator.control.faults.add({ kind, endpoint, retryAfter: 60 });
        const client = testClient(simulator, { maxAttempts: 1, requestTimeoutMs: 80 });
        const error = await client.resolveDirectoryObjects(['11111111-2222-4333-8444-555555555555']).catch((e: unknown) => e);
        const text = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error);
        expect(text).not.toContain(secret);
        expect(text).not.toMatch(TOKEN);
        await client.close();
      }
    }
  });

  it('shares a long wait among the jobs of the tenant, and with nobody else', async () => {
    const gate = memoryThrottleGate();
    simulator.control.faults.add({ kind: 'throttle', endpoint: 'graph.directoryAudits', retryAfter: 60, times: 1 });
    const [one, two, other] = [
      testClient(simulator, { gate }),
      testClient(simulator, { gate }),
      testClient(simulator, { gate, credentials: () => tenantOf(simulator, 1) }),
    ];
    const error = await failure(collect(one.readGraphSlice('directory', slice)));
    expect(error).toMatchObject({ kind: 'throttled', status: 429, retryAfterMs: 60_000, retryable: true });
    expect(error.advice).toContain('60 s');
    const asked = simulator.control.journal.count();
    const blocked = await failure(collect(two.readGraphSlice('signin', slice)));
    expect(blocked.kind).toBe('throttled');
    expect(blocked.retryAfterMs).toBeGreaterThan(55_000);
    expect(simulator.control.journal.count()).toBe(asked);
    await two.ensureSubscriptions(['Audit.General']);
    await collect(other.readGraphSlice('directory', slice));
    await Promise.all([one.close(), two.close(), other.close()]);
  });

  it('reports each exchange for metrics', async () => {
    const calls: { api: string; status: number; kind?: string | undefined }[] = [];
    simulator.control.faults.add({ kind: 'server-error', endpoint: 'graph.directoryAudits', nth: 1 });
    const client = testClient(simulator, { onCall: ({ api, status, kind }) => calls.push({ api, status, kind }) });
    await collect(client.readGraphSlice('directory', slice));
    expect(calls).toEqual([
      { api: 'login', status: 200, kind: undefined },
      { api: 'graph', status: 500, kind: 'server' },
      { api: 'graph', status: 200, kind: undefined },
    ]);
    await client.close();
  });
});
