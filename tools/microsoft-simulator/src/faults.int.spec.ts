import type { FaultInput } from './server/faults';
import type { Simulator } from './simulator';
import { at, bearer, feed, graphAll, ids, request, specNow, specTenant, startSmall, token, type Answer } from './spec-client';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSmall();
});
afterAll(() => simulator.stop());
afterEach(() => simulator.control.faults.clear());

const log = '/v1.0/auditLogs/directoryAudits?$top=20';
const graph = async (path = log, init: RequestInit = {}): Promise<Answer> =>
  request(`${simulator.graphUrl}${path}`, { headers: await bearer(simulator, 'graph'), ...init });
const content = async (init: RequestInit = {}): Promise<Answer> =>
  request(`${feed(simulator)}/subscriptions/content?contentType=Audit.Exchange`, {
    headers: await bearer(simulator, 'management'),
    ...init,
  });
const firstBlob = async (): Promise<string> => String(at((await content()).json, '0', 'contentUri'));
const blob = async (uri: string): Promise<Answer> => request(uri, { headers: await bearer(simulator, 'management') });
const inject = (fault: FaultInput) => simulator.control.faults.add({ endpoint: 'graph.*', ...fault });

beforeAll(async () => {
  await request(`${feed(simulator)}/subscriptions/start?contentType=Audit.Exchange`, {
    method: 'POST',
    headers: await bearer(simulator, 'management'),
  });
});

describe('throttling', () => {
  it.each<[string, FaultInput, number, string, string | RegExp | null]>([
    ['seconds', { kind: 'throttle', retryAfter: 3 }, 429, 'TooManyRequests', '3'],
    ['fraction', { kind: 'throttle', retryAfter: '2.128' }, 429, 'TooManyRequests', '2.128'],
    ['date', { kind: 'throttle', retryAfter: 'date' }, 429, 'TooManyRequests', new Date(specNow + 2000).toUTCString()],
    ['none', { kind: 'throttle', retryAfter: null }, 429, 'TooManyRequests', null],
    ['503', { kind: 'throttle', status: 503, retryAfter: 1 }, 503, 'ServiceUnavailable', '1'],
    ['Intune as 500', { kind: 'throttle', form: 'intune', retryAfter: null }, 500, 'InternalServerError', null],
  ])('Graph, %s', async (_name, fault, status, code, header) => {
    inject(fault);
    const answer = await graph();
    expect([answer.status, at(answer.json, 'error', 'code'), answer.headers.get('retry-after')]).toEqual([status, code, header]);
  });

  it.each([403, 429])('Management, AF429 with %i', async (status) => {
    simulator.control.faults.add({ kind: 'throttle', endpoint: 'management.*', status });
    const answer = await content();
    expect([answer.status, at(answer.json, 'error', 'code')]).toEqual([status, 'AF429']);
  });
});

describe('refusals', () => {
  it('401 once, then again fine', async () => {
    inject({ kind: 'unauthorized', times: 1 });
    const first = await graph();
    expect([first.status, at(first.json, 'error', 'code')]).toEqual([401, 'InvalidAuthenticationToken']);
    expect((await graph()).status).toBe(200);
  });

  it.each<[FaultInput['kind'], number, string]>([
    ['forbidden', 403, 'Authorization_RequestDenied'],
    ['licence-missing', 403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant'],
    ['server-error', 500, 'UnknownError'],
    ['tenant-removed', 401, 'InvalidAuthenticationToken'],
  ])('Graph, %s', async (kind, status, code) => {
    inject({ kind });
    const answer = await graph();
    expect([answer.status, at(answer.json, 'error', 'code')]).toEqual([status, code]);
  });

  it.each<[FaultInput['kind'], number, string | undefined]>([
    ['forbidden', 401, 'AF10001'],
    ['auditing-off', 400, 'AF20023'],
    ['server-error', 500, 'AF50000'],
    ['tenant-removed', 400, 'AF20011'],
    ['unauthorized', 401, undefined],
  ])('Management, %s', async (kind, status, code) => {
    simulator.control.faults.add({ kind, endpoint: 'management.content' });
    const answer = await content();
    expect([answer.status, at(answer.json, 'error', 'code')]).toEqual([status, code]);
  });

  it('token of a removed tenant', async () => {
    simulator.control.faults.add({ kind: 'tenant-removed', tenant: specTenant });
    expect(at((await token(simulator, 'https://graph.microsoft.com/.default')).json, 'error_codes')).toEqual([90002]);
  });
});

describe('connection', () => {
  it('cut in mid body', async () => {
    const headers = await bearer(simulator, 'graph');
    inject({ kind: 'cut', at: 0.5 });
    const response = await fetch(`${simulator.graphUrl}${log}`, { headers });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(
      simulator.control.journal.report().endpoints.find(({ endpoint }) => endpoint === 'graph.directoryAudits')?.statuses.aborted,
    ).toBe(1);
  });

  it('never answered', async () => {
    const headers = await bearer(simulator, 'graph');
    inject({ kind: 'timeout' });
    await expect(fetch(`${simulator.graphUrl}${log}`, { headers, signal: AbortSignal.timeout(150) })).rejects.toThrow();
  });

  it('slow', async () => {
    const headers = await bearer(simulator, 'graph');
    inject({ kind: 'slow', delayMs: 250 });
    const from = performance.now();
    expect((await request(`${simulator.graphUrl}${log}`, { headers })).status).toBe(200);
    expect(performance.now() - from).toBeGreaterThan(240);
  });

  it('with a wrong clock', async () => {
    inject({ kind: 'clock-skew', seconds: -3600 });
    expect((await graph()).headers.get('date')).toBe(new Date(specNow - 3_600_000).toUTCString());
  });
});

describe('content', () => {
  it.each(['bad-escape', 'control-character', 'truncated', undefined] as const)('one record broken: %s', async (variant) => {
    const whole = await graph();
    inject({ kind: 'malformed-record', variant });
    const broken = await graph();
    expect(broken.status).toBe(200);
    expect(broken.json).toBeUndefined();
    const good = ids(Array.from(Object(at(whole.json, 'value')))).filter((id) => broken.text.includes(`"id":"${id}"`));
    expect(good).toHaveLength(variant === 'truncated' ? 20 : 19);
  });

  it('one record that is no object', async () => {
    inject({ kind: 'malformed-record', variant: 'not-an-object' });
    expect(at((await graph()).json, 'value', '10')).toBe('<record unavailable>');
  });

  it.each(['garbage', 'truncated'] as const)('blob broken: %s', async (variant) => {
    const uri = await firstBlob();
    simulator.control.faults.add({ kind: 'malformed-blob', endpoint: 'management.blob', variant, times: 1 });
    const broken = await blob(uri);
    expect([broken.status, broken.json]).toEqual([200, undefined]);
    expect(at((await blob(uri)).json, 'length')).toBeGreaterThan(0);
  });

  it('invalid UTF-8', async () => {
    const headers = await bearer(simulator, 'graph');
    inject({ kind: 'invalid-utf8' });
    const bytes = await (await fetch(`${simulator.graphUrl}${log}`, { headers })).arrayBuffer();
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
    expect(at(JSON.parse(new TextDecoder().decode(bytes)), 'value', 'length')).toBe(20);
  });

  it.each<FaultInput['kind']>(['duplicate-records', 'duplicate-page'])('%s: all there, some more than once', async (kind) => {
    const truth = [...simulator.control.truth(specTenant, { source: 'directory' })].map(({ id }) => id).sort();
    inject({ kind });
    const { records } = await graphAll(simulator, 'auditLogs/directoryAudits?$top=20');
    expect(records.length).toBeGreaterThan(truth.length);
    expect([...new Set(ids(records))]).toEqual(truth);
  });

  it('disorder: all there, in another order', async () => {
    const sorted = await graph();
    inject({ kind: 'disorder' });
    const shuffled = await graph();
    const order = (answer: Answer): string[] => Array.from(Object(at(answer.json, 'value')), (record) => String(at(record, 'id')));
    expect(order(shuffled)).not.toEqual(order(sorted));
    expect([...order(shuffled)].sort()).toEqual([...order(sorted)].sort());
  });

  it('wrong content type', async () => {
    inject({ kind: 'wrong-content-type' });
    expect((await graph()).headers.get('content-type')).toBe('text/html');
  });

  it('empty page with a link: paging goes on and loses nothing', async () => {
    const truth = [...simulator.control.truth(specTenant, { source: 'directory' })].map(({ id }) => id).sort();
    inject({ kind: 'empty-page', nth: 2 });
    expect(ids((await graphAll(simulator, 'auditLogs/directoryAudits?$top=20')).records)).toEqual(truth);
    simulator.control.faults.clear();
    simulator.control.faults.add({ kind: 'empty-page', endpoint: 'management.content' });
    const page = await content();
    expect([page.json, page.headers.get('NextPageUri')]).toEqual([
      [],
      `${feed(simulator)}/subscriptions/content?contentType=Audit.Exchange`,
    ]);
  });

  it.each([
    [400, 'BadRequest'],
    [410, 'ResyncRequired'],
  ])('expired link: %i', async (status, code) => {
    inject({ kind: 'expired-next-link', status });
    const first = await graph();
    expect(first.status).toBe(200);
    const next = await request(String(at(first.json, '@odata.nextLink')), { headers: await bearer(simulator, 'graph') });
    expect([next.status, at(next.json, 'error', 'code')]).toEqual([status, code]);
  });
});

describe('huge answers', () => {
  const list = async (): Promise<unknown[]> => {
    const records: unknown = at((await graph()).json, 'value');
    return Array.isArray(records) ? records : [];
  };

  it('have as many bytes as wanted, all records and copies of them, and stay so', async () => {
    const before = await list();
    inject({ kind: 'huge-list', nth: 1, bytes: 300_000, padding: 1000 });
    const found = await list();
    expect(JSON.stringify(found).length).toBeGreaterThan(300_000);
    expect(found.slice(0, before.length)).toEqual(before);
    expect(new Set(ids(found)).size).toBe(found.length);
    expect(await list()).toEqual(found);
    simulator.control.faults.clear();
    expect(await list()).toEqual(before);
  });

  it('hold one record of the wanted size', async () => {
    const before = await list();
    inject({ kind: 'huge-record', nth: 1, bytes: 500_000 });
    const [large, ...others] = await list();
    expect(others).toEqual(before);
    expect(String(at(large, 'Padding')).length).toBeGreaterThanOrEqual(500_000);
  });
});
