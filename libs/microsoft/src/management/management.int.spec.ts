import type { ContentType } from '@aoc/contracts';
import { startSimulator, type FaultInput, type Simulator } from '@aoc/tools/microsoft-simulator';
import type { ContentBlob, MicrosoftClient, MicrosoftClientOptions } from '../client-types';
import type { RecordPage } from '../record-page';
import { collect, failure, idsOf, tenantOf, testClient } from '../testing/test-client';

const HOUR = 3_600_000;
const TYPES = ['Audit.AzureActiveDirectory', 'Audit.Exchange', 'Audit.SharePoint', 'Audit.General', 'DLP.All'] as const;

describe('Management Activity API client against the simulator', () => {
  let simulator: Simulator;
  let slice: { start: Date; end: Date };
  const clients: MicrosoftClient[] = [];
  const client = (options: Partial<MicrosoftClientOptions> = {}): MicrosoftClient => {
    const made = testClient(simulator, { requestTimeoutMs: 500, ...options });
    clients.push(made);
    return made;
  };
  const strike = (...faults: FaultInput[]): void => faults.forEach((fault) => void simulator.control.faults.add(fault));
  const count = (endpoint: string): number => simulator.control.journal.count(endpoint);
  const list = async (api: MicrosoftClient, type: ContentType): Promise<ContentBlob[]> =>
    (await collect(api.listContent(type, slice))).flatMap(({ blobs }) => blobs);
  const read = async (api: MicrosoftClient, blobs: readonly ContentBlob[]): Promise<RecordPage[]> => {
    const pages: RecordPage[] = [];
    for (const blob of blobs) pages.push(await api.readBlob(blob));
    return pages;
  };

  beforeEach(async () => {
    simulator = await startSimulator({ contentPageSize: 8, tenants: [{ events: 1500, days: 2, latencyScale: 0 }] });
    const end = new Date(simulator.control.clock.now());
    slice = { start: new Date(end.getTime() - 4 * HOUR), end };
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((made) => made.close()));
    await simulator.stop();
  });

  it('starts what is not started, and only that', async () => {
    const api = client();
    const enabled = TYPES.map((type) => ({ type, state: 'enabled' }));
    expect(await api.ensureSubscriptions(TYPES)).toEqual(enabled);
    expect(await api.ensureSubscriptions(TYPES)).toEqual(enabled);
    expect(count('management.start')).toBe(TYPES.length);
    // Two workers that start at the same moment: one of them is told AF20024.
    strike({ kind: 'forbidden', endpoint: 'management.list' });
    expect(await client().ensureSubscriptions(TYPES)).toEqual(enabled);
  });

  it('reads every blob of every type once, in windows of a day and pages of the list', async () => {
    const api = client({ publisherId: '46b472a7-c68e-4adf-8ade-3db49497518e' });
    slice.start = new Date(slice.end.getTime() - 50 * HOUR);
    await api.ensureSubscriptions(TYPES);
    const pages: RecordPage[] = [];
    for (const type of TYPES) {
      const blobs = await list(api, type);
      expect(new Set(blobs.map(({ contentId }) => contentId)).size).toBe(blobs.length);
      pages.push(...(await read(api, blobs)));
    }
    const truth = [...simulator.control.truth(tenantOf(simulator).tenantId, { source: 'unified' })].map(({ id }) => id).sort();
    expect(truth.length).toBeGreaterThan(500);
    expect(idsOf(pages)).toEqual(truth);
    expect(pages.flatMap(({ broken }) => broken)).toEqual([]);
  });

  it('goes on without DLP when its permission is missing', async () => {
    simulator.control.change(tenantOf(simulator).tenantId, { permissions: ['ActivityFeed.Read'] });
    const states = await client().ensureSubscriptions(TYPES);
    expect(states.filter(({ state }) => state === 'enabled').map(({ type }) => type)).toEqual(TYPES.slice(0, 4));
    expect(states[4]).toMatchObject({ type: 'DLP.All', state: 'unavailable', error: { kind: 'missing_consent', code: 'AF10001' } });
    expect(states[4]?.error?.advice).toContain('ActivityFeed.ReadDlp');
  });

  it('sees a new consent without waiting for the end of the token', async () => {
    const { tenantId } = tenantOf(simulator);
    const api = client();
    simulator.control.change(tenantId, { permissions: [] });
    expect((await api.ensureSubscriptions(['Audit.General']))[0]).toMatchObject({
      state: 'unavailable',
      error: { kind: 'missing_consent' },
    });
    simulator.control.change(tenantId, { permissions: ['ActivityFeed.Read'] });
    expect(await api.ensureSubscriptions(['Audit.General'])).toEqual([{ type: 'Audit.General', state: 'enabled' }]);
  });

  it('tells that auditing is switched off, at the start and later', async () => {
    const { tenantId } = tenantOf(simulator);
    simulator.control.change(tenantId, { auditing: false });
    const states = await client().ensureSubscriptions(['Audit.Exchange', 'DLP.All']);
    expect(states.map(({ error }) => error?.kind)).toEqual(['auditing_off', 'auditing_off']);
    expect(states[0]?.error?.advice).toContain('UnifiedAuditLogIngestionEnabled');
    simulator.control.change(tenantId, { auditing: true });
    const api = client();
    await api.ensureSubscriptions(['Audit.Exchange']);
    simulator.control.change(tenantId, { auditing: false });
    expect(await failure(list(api, 'Audit.Exchange'))).toMatchObject({ kind: 'auditing_off', retryable: false });
  });

  it('starts a subscription that someone has stopped when its content is asked for', async () => {
    const api = client();
    expect((await list(api, 'Audit.Exchange')).length).toBeGreaterThan(0);
    expect(count('management.start')).toBe(1);
  });

  const passing: [string, FaultInput][] = [
    ['AF429 with 403', { kind: 'throttle', retryAfter: 0.02, every: 4 }],
    ['AF429 with 429 and no Retry-After', { kind: 'throttle', status: 429, retryAfter: null, every: 4 }],
    ['AF50000', { kind: 'server-error', every: 3 }],
    ['cut connections', { kind: 'cut', every: 3 }],
    ['no answer', { kind: 'timeout', nth: 3 }],
    ['401 now and then', { kind: 'unauthorized', every: 5 }],
    ['an HTML page now and then', { kind: 'malformed-blob', every: 4 }],
    ['answers cut short by the server', { kind: 'malformed-blob', variant: 'truncated', every: 4 }],
    ['a wrong content type now and then', { kind: 'wrong-content-type', every: 4 }],
    ['disorder', { kind: 'disorder' }],
  ];
  it.each(passing)('reads everything once in spite of %s', async (_name, fault) => {
    const api = client();
    const truth = idsOf(await read(api, await list(api, 'Audit.Exchange')));
    strike({ endpoint: 'management.*', ...fault });
    await api.ensureSubscriptions(TYPES);
    const pages = await read(api, await list(api, 'Audit.Exchange'));
    expect(idsOf(pages)).toEqual(truth);
    expect(pages.flatMap(({ broken }) => broken)).toEqual([]);
    expect(simulator.control.journal.report().faults[fault.kind]).toBeGreaterThan(0);
  });

  it('reports an unreadable blob as one broken record and goes on', async () => {
    const api = client();
    const blobs = await list(api, 'Audit.Exchange');
    strike({ kind: 'malformed-blob', endpoint: 'management.blob', times: 3 });
    const [first, second] = await read(api, blobs.slice(0, 2));
    expect(first).toMatchObject({ records: [], truncated: false, location: `blob:${blobs[0]?.contentId}` });
    expect(first?.broken).toEqual([expect.objectContaining({ reason: 'blob_unreadable', text: blobs[0]?.contentUri })]);
    expect(second?.records.length).toBeGreaterThan(0);
  });

  it('reports a blob that the API no longer has', async () => {
    const api = client();
    const [blob] = await list(api, 'Audit.Exchange');
    if (!blob) throw new Error('no blob');
    simulator.control.clock.advance(8 * 24 * 3600);
    const page = await api.readBlob(blob);
    expect(page.broken).toEqual([expect.objectContaining({ reason: 'blob_unreadable', detail: expect.stringContaining('AF20051') })]);
  });

  it.each(['bad-escape', 'control-character', 'truncated'] as const)(
    'keeps the sound records of a blob with one broken: %s',
    async (variant) => {
      const api = client();
      const blobs = await list(api, 'Audit.Exchange');
      const truth = idsOf(await read(api, blobs));
      strike({ kind: 'malformed-record', variant, endpoint: 'management.blob' });
      const pages = await read(api, blobs);
      expect(pages.flatMap(({ broken }) => broken)).toHaveLength(blobs.length);
      expect(pages.flatMap(({ records }) => records)).toHaveLength(truth.length - blobs.length);
      simulator.control.faults.clear();
      strike({ kind: 'malformed-record', variant, endpoint: 'management.blob', every: 2 });
      expect(idsOf(await read(api, blobs))).toEqual(truth);
    },
  );

  it('keeps what could be read of a blob that ends early each time', async () => {
    const api = client();
    const [blob] = await list(api, 'Audit.Exchange');
    if (!blob) throw new Error('no blob');
    const whole = await api.readBlob(blob);
    strike({ kind: 'malformed-blob', variant: 'truncated', endpoint: 'management.blob' });
    const part = await api.readBlob(blob);
    expect(part.truncated).toBe(true);
    expect(whole.records.slice(0, part.records.length)).toEqual(part.records);
    expect(part.broken.at(-1)).toMatchObject({ reason: 'blob_unreadable', index: part.records.length });
  });

  const failing: [string, FaultInput, object][] = [
    ['AF50000 for good', { kind: 'server-error' }, { kind: 'server', code: 'AF50000' }],
    ['cut for good', { kind: 'cut' }, { kind: 'network' }],
    ['401 for good', { kind: 'unauthorized' }, { kind: 'bad_credentials' }],
    ['AF10001', { kind: 'forbidden' }, { kind: 'missing_consent', status: 401 }],
    ['AF20011', { kind: 'tenant-removed' }, { kind: 'tenant_not_found', code: 'AF20011' }],
    ['throttled for long', { kind: 'throttle', retryAfter: 90 }, { kind: 'throttled', code: 'AF429', retryAfterMs: 90_000 }],
    ['AF20031', { kind: 'expired-next-link', page: 'next' }, { kind: 'expired_page', code: 'AF20031' }],
  ];
  it.each(failing)('says what is wrong: %s', async (_name, fault, expected) => {
    const api = client({ maxAttempts: 3 });
    await api.ensureSubscriptions(['Audit.Exchange']);
    strike({ endpoint: 'management.content', ...fault });
    expect(await failure(list(api, 'Audit.Exchange'))).toMatchObject({ service: 'management', ...expected });
  });

  it('takes a subscription that is not in force yet for a failure that passes', async () => {
    strike({ endpoint: 'management.start', kind: 'empty-page' });
    const expected = { kind: 'server', code: 'AF20022', retryable: true };
    expect(await failure(list(client(), 'Audit.General'))).toMatchObject(expected);
    // Also when only a following page shows it.
    strike({ endpoint: 'management.content', kind: 'empty-page', nth: 1 });
    expect(await failure(list(client(), 'Audit.General'))).toMatchObject(expected);
  });

  it('refuses a start more than seven days ago with the words of the API', async () => {
    const start = new Date(slice.end.getTime() - 8 * 24 * HOUR);
    const listing = client().listContent('Audit.General', { start, end: slice.end });
    expect(await failure(listing.next())).toMatchObject({ kind: 'bad_request', code: 'AF20030' });
  });
});
