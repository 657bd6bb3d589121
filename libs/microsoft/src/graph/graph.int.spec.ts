import { startSimulator, type FaultInput, type Simulator } from '@aoc/tools/microsoft-simulator';
import type { GraphSource } from '../client-types';
import { collect, failure, idsOf, tenantOf, testClient } from '../testing/test-client';

const HOUR = 3_600_000;

describe('Graph client against the simulator', () => {
  let simulator: Simulator;
  let slice: { start: Date; end: Date };
  const truth = (source: GraphSource): string[] =>
    [...simulator.control.truth(tenantOf(simulator).tenantId, { source, from: slice.start.getTime(), to: slice.end.getTime() })]
      .map(({ id }) => id)
      .sort();

  beforeAll(async () => {
    // How many records the last page has would depend on the time of day; of a single record that is cut nobody can say more.
    const now = '2026-03-05T10:00:00Z';
    simulator = await startSimulator({ now, tenants: [{ events: 12_000, days: 2, latencyScale: 0 }] });
    const end = new Date(simulator.control.clock.now());
    slice = { start: new Date(end.getTime() - 49 * HOUR), end };
  });
  afterEach(() => {
    simulator.control.faults.clear();
    simulator.control.journal.clear();
    simulator.control.change(tenantOf(simulator).tenantId, { removed: false, premium: true });
  });
  afterAll(() => simulator.stop());

  const read = async (source: GraphSource, options = {}) => {
    const client = testClient(simulator, options);
    try {
      return await collect(client.readGraphSlice(source, slice));
    } finally {
      await client.close();
    }
  };
  const strike = (...faults: FaultInput[]): void => faults.forEach((fault) => void simulator.control.faults.add(fault));

  it.each(['directory', 'signin', 'intune'] as const)('reads every record of %s, page by page', async (source) => {
    const pages = await read(source);
    const expected = truth(source);
    expect(expected.length).toBeGreaterThan(10);
    expect(idsOf(pages)).toEqual(expected);
    expect(pages.length).toBeGreaterThanOrEqual(Math.ceil(expected.length / 1000));
    expect(pages[0]).toMatchObject({ broken: [], truncated: false, location: expect.stringContaining(`graph:${source} `) });
  });

  it('reads the other sign-in logs from beta when they are asked for', async () => {
    const pages = await read('signin', { signInKinds: ['interactiveUser', 'nonInteractiveUser', 'managedIdentity'] });
    const interactive = truth('signin');
    const silent = interactive.map((id) => `${id.slice(0, -4)}beef`);
    expect(idsOf(pages)).toEqual([...interactive, ...silent].sort());
    expect(pages.at(-1)?.location).toMatch(/^graph:signin managedIdentity /);
  });

  const passing: [string, FaultInput][] = [
    ['429 with seconds', { kind: 'throttle', retryAfter: 0.02, nth: [1, 3] }],
    ['429 with a fraction as text', { kind: 'throttle', retryAfter: '0.031', nth: 2 }],
    ['429 with zero', { kind: 'throttle', retryAfter: 0, nth: [1, 2] }],
    ['429 without Retry-After', { kind: 'throttle', retryAfter: null, nth: [1, 2] }],
    ['503 with Retry-After', { kind: 'throttle', status: 503, retryAfter: 0.02, nth: 1 }],
    ['Intune throttling as 500 with a text', { kind: 'throttle', form: 'intune', retryAfter: null, nth: 1 }],
    ['500', { kind: 'server-error', nth: [1, 3] }],
    ['502', { kind: 'server-error', status: 502, nth: 1 }],
    ['a connection cut in the middle of a page', { kind: 'cut', nth: [1, 3] }],
    ['a connection cut before the first byte of the body', { kind: 'cut', at: 0, nth: 2 }],
    ['no answer', { kind: 'timeout', nth: 1 }],
    ['a slow page', { kind: 'slow', delayMs: 60, every: 1 }],
    ['an HTML page', { kind: 'malformed-blob', nth: 1 }],
    ['a page cut short by the server', { kind: 'malformed-blob', variant: 'truncated', nth: 2 }],
    ['a wrong content type', { kind: 'wrong-content-type', nth: 1 }],
    ['disorder', { kind: 'disorder' }],
    ['an empty page with a next link', { kind: 'empty-page', nth: 2 }],
    ['one 401', { kind: 'unauthorized', nth: 2 }],
    ['a new token that is refused as well', { kind: 'unauthorized', nth: [2, 3] }],
    ['a skewed clock', { kind: 'clock-skew', seconds: -7200 }],
  ];
  it.each(passing)('reads everything once in spite of %s', async (_name, fault) => {
    strike({ endpoint: 'graph.signIns', ...fault });
    expect(idsOf(await read('signin', { requestTimeoutMs: 300 }))).toEqual(truth('signin'));
    expect(Object.values(simulator.control.journal.report().faults)).not.toEqual([]);
  });

  it('waits until an HTTP date by the clock of the server, not by ours', async () => {
    strike({ kind: 'throttle', retryAfter: 'date', nth: 1, endpoint: 'graph.signIns' });
    const error = await failure(read('signin', { maxWaitMs: 500, clock: { now: () => new Date(Date.now() + 5 * HOUR) } }));
    expect(error.kind).toBe('throttled');
    expect(error.retryAfterMs).toBeGreaterThan(900);
    expect(error.retryAfterMs).toBeLessThanOrEqual(2500);
  });

  it('delivers repeated records as they come; the reader of the pages removes repeats', async () => {
    strike({ kind: 'duplicate-records' });
    expect([...new Set(idsOf(await read('directory')))]).toEqual(truth('directory'));
  });

  it.each(['bad-escape', 'control-character', 'truncated', 'invalid-utf8'] as const)(
    'loses only the spoilt record of a page: %s',
    async (variant) => {
      const damage: FaultInput = variant === 'invalid-utf8' ? { kind: variant } : { kind: 'malformed-record', variant };
      strike({ ...damage, endpoint: 'graph.directoryAudits' });
      const pages = await read('directory');
      expect(pages.map(({ broken }) => broken.length)).toEqual(pages.map(() => 1));
      expect(pages.flatMap(({ records }) => records)).toHaveLength(truth('directory').length - pages.length);
      expect(pages[0]?.broken[0]).toMatchObject({ reason: 'not_json', text: expect.stringContaining('activityDateTime') });
      simulator.control.faults.clear();
      strike({ ...damage, endpoint: 'graph.directoryAudits', nth: [1, 3] });
      expect(idsOf(await read('directory'))).toEqual(truth('directory'));
    },
  );

  const failing: [string, FaultInput, object][] = [
    ['500 for good', { kind: 'server-error' }, { kind: 'server', status: 500, retryable: true }],
    ['cut for good', { kind: 'cut' }, { kind: 'network', retryable: true }],
    ['silence for good', { kind: 'timeout' }, { kind: 'timeout', retryable: true }],
    ['HTML for good', { kind: 'malformed-blob' }, { kind: 'malformed', retryable: true }],
    ['401 for good', { kind: 'unauthorized' }, { kind: 'bad_credentials', status: 401, retryable: false }],
    ['403', { kind: 'forbidden' }, { kind: 'missing_consent', status: 403, code: 'Authorization_RequestDenied' }],
    ['no premium licence', { kind: 'licence-missing' }, { kind: 'missing_licence', retryable: false }],
    ['an expired next link, 400', { kind: 'expired-next-link', page: 'next' }, { kind: 'expired_page', status: 400, retryable: true }],
    ['an expired next link, 410', { kind: 'expired-next-link', page: 'next', status: 410 }, { kind: 'expired_page', status: 410 }],
    ['an empty page that comes again and again', { kind: 'empty-page' }, { kind: 'malformed' }],
  ];
  it.each(failing)('says what is wrong: %s', async (_name, fault, expected) => {
    strike({ endpoint: 'graph.signIns', ...fault });
    const error = await failure(read('signin', { maxAttempts: 3, requestTimeoutMs: 100 }));
    expect(error).toMatchObject({ service: 'graph', ...expected });
    expect(simulator.control.journal.count('graph.signIns')).toBeLessThanOrEqual(8);
  });

  it('names the permission that is missing', async () => {
    strike({ kind: 'forbidden', endpoint: 'graph.*' });
    expect((await failure(read('intune'))).advice).toContain('DeviceManagementApps.Read.All');
    expect((await failure(read('directory'))).advice).toContain('AuditLog.Read.All');
  });

  it('tells a tenant that was removed half-way from wrong credentials', async () => {
    const client = testClient(simulator);
    const pages = client.readGraphSlice('signin', slice);
    await pages.next();
    simulator.control.change(tenantOf(simulator).tenantId, { removed: true });
    expect(await failure(pages.next())).toMatchObject({ kind: 'tenant_not_found', code: 'AADSTS90002' });
    await client.close();
  });

  it('resolves names in batches and leaves out what is unknown', async () => {
    const pages = await read('directory');
    const ids = pages.flatMap(({ records }) => JSON.stringify(records).match(/(?<="user":\{"id":")[0-9a-f-]{36}/g) ?? []);
    const unknown = Array.from({ length: 1500 }, (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`);
    const client = testClient(simulator);
    const asked = [...new Set(ids)].map((id, i) => (i % 2 ? id.toUpperCase() : id));
    simulator.control.journal.clear();
    const names = await client.resolveDirectoryObjects([...asked, ...unknown, 'NOT-FOUND', '']);
    expect(simulator.control.journal.count('graph.getByIds')).toBe(2);
    expect([...names.keys()].sort()).toEqual([...asked].sort());
    expect(names.get(asked[0] ?? '')).toEqual({ display: expect.any(String), upn: expect.stringContaining('@'), type: 'user' });
    expect(await client.resolveDirectoryObjects(['NOT-FOUND'])).toEqual(new Map());
    await client.close();
  });
});
