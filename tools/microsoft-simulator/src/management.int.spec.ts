import type { Simulator } from './simulator';
import { at, bearer, feed, ids, request, specNow, specTenant, startSmall, unifiedAll, type Answer } from './spec-client';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSmall({}, { contentPageSize: 10, maxBlobRecords: 4 });
});
afterEach(() => simulator.stop());

const call = async (path: string, method = 'GET', body?: string): Promise<Answer> =>
  request(`${feed(simulator)}/${path}`, { method, headers: await bearer(simulator, 'management'), ...(body ? { body } : {}) });
const start = (type = 'Audit.Exchange'): Promise<Answer> => call(`subscriptions/start?contentType=${type}`, 'POST');
const error = (answer: Answer): [number, unknown] => [answer.status, at(answer.json, 'error', 'code')];
const truthIds = (): string[] => [...simulator.control.truth(specTenant, { source: 'unified' })].map(({ id }) => id).sort();

describe('Management Activity API', () => {
  it('gives every record in exactly one blob', async () => {
    const { records, blobs, pages } = await unifiedAll(simulator);
    expect(ids(records, 'Id')).toEqual(truthIds());
    expect(blobs).toBeGreaterThan(100);
    expect(pages).toBeGreaterThan(20);
  });

  it('goes on as time passes, blobs never change', async () => {
    await unifiedAll(simulator);
    for (const step of [61, 600, 7260]) {
      simulator.control.clock.advance(step);
      expect(ids((await unifiedAll(simulator)).records, 'Id')).toEqual(truthIds());
    }
  });

  it('delivers records an hour or more after the event, in no order', async () => {
    const { records } = await unifiedAll(simulator);
    const times = records.map((record) => String(at(record, 'CreationTime')));
    expect(times.every((time) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(time))).toBe(true);
    expect(times).not.toEqual([...times].sort());
    expect(Math.max(...times.map((time) => Date.parse(`${time}Z`)))).toBeLessThanOrEqual(specNow - 3_500_000);
  });

  it('lists subscriptions, and answers AF20024 to a second start', async () => {
    expect((await start()).json).toEqual({ contentType: 'Audit.Exchange', status: 'enabled', webhook: null });
    expect(error(await start())).toEqual([400, 'AF20024']);
    expect((await call('subscriptions/list')).json).toEqual([{ contentType: 'Audit.Exchange', status: 'enabled', webhook: null }]);
    expect((await call('subscriptions/stop?contentType=Audit.Exchange', 'POST')).status).toBe(200);
    expect((await call('subscriptions/list')).json).toEqual([]);
    expect(error(await call('subscriptions/content?contentType=Audit.Exchange'))).toEqual([400, 'AF20022']);
  });

  it('describes blobs as documented, and names the next page in a header', async () => {
    await start();
    const answer = await call('subscriptions/content?contentType=Audit.Exchange');
    const item = at(answer.json, '0');
    expect(item).toMatchObject({
      contentType: 'Audit.Exchange',
      contentId: expect.stringMatching(/^\d{23}\$\d{23}\$audit_exchange\$Audit_Exchange\$emea\d{4}$/),
      contentUri: expect.stringContaining(`/api/v1.0/${specTenant}/activity/feed/audit/`),
    });
    expect(Date.parse(String(at(item, 'contentExpiration'))) - Date.parse(String(at(item, 'contentCreated')))).toBe(7 * 86_400_000);
    expect(answer.headers.get('NextPageUri')).toMatch(/startTime=.*endTime=.*nextPage=/);
  });

  const at24 = (hours: number): string => new Date(specNow - hours * 3_600_000).toISOString().slice(0, 19);
  it.each<[string, [number, string]]>([
    [`startTime=${at24(24)}`, [400, 'AF20030']],
    [`startTime=${at24(30)}&endTime=${at24(1)}`, [400, 'AF20055']],
    [`startTime=${at24(1)}&endTime=${at24(2)}`, [400, 'AF20055']],
    [`startTime=${at24(169)}&endTime=${at24(160)}`, [400, 'AF20030']],
    ['startTime=yesterday&endTime=today', [400, 'AF20002']],
    [`startTime=${at24(24)}&endTime=${at24(0)}&nextPage=x`, [400, 'AF20031']],
  ])('refuses the window %s', async (window, expected) => {
    await start();
    expect(error(await call(`subscriptions/content?contentType=Audit.Exchange&${window}`))).toEqual(expected);
  });

  it('names what is wrong with a request', async () => {
    expect(error(await call('subscriptions/content'))).toEqual([400, 'AF20001']);
    expect(error(await start('Audit.Nothing'))).toEqual([400, 'AF20020']);
    expect(error(await call('audit/nonsense'))).toEqual([400, 'AF20052']);
    await start();
    const content = await call('subscriptions/content?contentType=Audit.Exchange');
    const uri = String(at(content.json, '0', 'contentUri'));
    const headers = await bearer(simulator, 'management');
    expect(
      error(await request(uri.replace(/\$(\d{17})\d{6}\$/, '$$$1000099$').replace(/(audit\/\d{17})\d{6}/, '$1000099'), { headers })),
    ).toEqual([404, 'AF20050']);
    simulator.control.clock.advance(8 * 86_400);
    expect(error(await request(uri, { headers: await bearer(simulator, 'management') }))).toEqual([400, 'AF20051']);
  });

  it('checks token, tenant and permission', async () => {
    const list = (tenant: string, headers: Record<string, string> = {}) =>
      request(`${simulator.managementUrl}/api/v1.0/${tenant}/activity/feed/subscriptions/list`, { headers });
    expect(await list(specTenant)).toMatchObject({ status: 401, json: { Message: 'Authorization has been denied for this request.' } });
    const headers = await bearer(simulator, 'management');
    expect(error(await list('contoso', headers))).toEqual([400, 'AF20013']);
    expect(error(await list('11111111-2222-4333-8444-555555555555', headers))).toEqual([403, 'AF20010']);
    simulator.control.change(specTenant, { permissions: ['ActivityFeed.Read'] });
    expect(error(await start('DLP.All'))).toEqual([401, 'AF10001']);
    simulator.control.change(specTenant, { permissions: [] });
    expect(error(await start())).toEqual([401, 'AF10001']);
    simulator.control.change(specTenant, { removed: true });
    expect(error(await list(specTenant, headers))).toEqual([400, 'AF20011']);
  });

  it('says that the tenant does not exist when auditing is off, and AF20023 when it is switched off later', async () => {
    await start();
    simulator.control.change(specTenant, { auditing: false });
    expect(error(await call('subscriptions/content?contentType=Audit.Exchange'))).toEqual([400, 'AF20023']);
    const refused = await start('Audit.General');
    expect(refused.status).toBe(400);
    expect(at(refused.json, 'error', 'message')).toContain(`DataServiceException: Tenant ${specTenant} does not exist.`);
  });
});
