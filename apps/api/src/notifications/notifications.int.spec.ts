import { allRoutes } from '@aoc/contracts';
import { deliverDue, notifyAlerts } from '@aoc/server/notifications';
import { buildAlert } from '@aoc/testing';
import { startHttpSink, type HttpSink } from '@aoc/tools/notification-sinks';
import { randomBytes } from 'node:crypto';
import { apiFixture, TENANT, type ApiFixture } from '../testing/api-fixture';

/** Stands in every address and secret, and nowhere else. */
const SECRET = 'ZZSECRETZZ';

describe('notification channels and the delivery log', () => {
  let api: ApiFixture;
  let sink: HttpSink;
  const answers: string[] = [];
  beforeAll(async () => {
    sink = await startHttpSink();
    api = await apiFixture('notifications', {
      env: {
        ENCRYPTION_KEY: randomBytes(32).toString('base64'),
        NOTIFY_ALLOW_PRIVATE: '127.0.0.1',
        ALERT_WEBHOOK_URL: `${sink.url}/${SECRET}/environment`,
      },
    });
  });
  afterAll(async () => {
    await api.stop();
    await sink.stop();
  });
  const kept = <T>(answer: T): T => {
    answers.push(JSON.stringify(answer));
    return answer;
  };
  const hook = (name: string, more = {}) => ({
    body: { name, kind: 'webhook', url: `${sink.url}/${SECRET}/${name}`, secret: `${SECRET} to sign with`, ...more },
  });

  it('are made, shown, changed and deleted without telling a secret', async () => {
    const made = kept(await api.client.ok(allRoutes.createChannel, hook('ops', { routing: { severities: ['high'] } })));
    expect(made).toMatchObject({
      name: 'ops',
      tenant_id: TENANT,
      destination: `${sink.url}/…`,
      has_secret: true,
      version: 1,
      from_environment: false,
      updated_by: 'Local operator',
    });
    expect(kept(await api.client.ok(allRoutes.getChannel, { params: { id: made.id } }))).toEqual(made);
    const { items } = kept(await api.client.ok(allRoutes.listChannels));
    expect(items.map(({ name, from_environment }) => [name, from_environment])).toEqual([
      ['ALERT_WEBHOOK_URL', true],
      ['ops', false],
    ]);
    const change = { name: 'ops 2', kind: 'webhook', enabled: false, version: 1 };
    const changed = kept(await api.client.ok(allRoutes.replaceChannel, { params: { id: made.id }, body: change }));
    expect(changed).toMatchObject({ name: 'ops 2', enabled: false, has_secret: true, version: 2, destination: made.destination });
    kept(await api.client.problem(allRoutes.replaceChannel, 409, { params: { id: made.id }, body: change }));
    kept(await api.client.problem(allRoutes.createChannel, 409, hook('OPS 2')));
    await api.client.call(allRoutes.deleteChannel, { params: { id: made.id } });
    kept(await api.client.problem(allRoutes.getChannel, 404, { params: { id: made.id } }));
    kept(await api.client.problem(allRoutes.deleteChannel, 404, { params: { id: made.id } }));
  });

  it.each([
    ['an internal address', { url: 'https://[::ffff:10.0.0.1]/' }, 'body.url'],
    ['another protocol', { url: 'file:///etc/passwd' }, 'body.url'],
    ['a short secret', { secret: 'short' }, 'body.secret'],
    ['no recipients', { kind: 'email', url: undefined, secret: undefined }, 'body.recipients'],
    ['an unknown field', { webhook: 'x' }, 'body.webhook'],
    ['quiet hours without a zone', { quiet_hours: { start: '22:00', end: '07:00' } }, 'body.quiet_hours.time_zone'],
  ])('refuse %s, and name the field', async (_name, more, path) => {
    const problem = kept(await api.client.problem(allRoutes.createChannel, 400, hook('bad', more)));
    expect(problem.errors?.map((error) => error.path)).toEqual([path]);
  });

  it('of the environment say where they are changed', async () => {
    const params = { id: 'environment' };
    const body = { name: 'x', kind: 'webhook' };
    for (const reply of [
      await api.client.problem(allRoutes.replaceChannel, 409, { params, body }),
      await api.client.problem(allRoutes.deleteChannel, 409, { params }),
    ])
      expect(kept(reply).detail).toContain('Change or remove them in the environment');
  });

  it('are tested by a button, at most every five seconds', async () => {
    const { id } = await api.client.ok(allRoutes.createChannel, hook('tested'));
    sink.requests.length = 0;
    sink.next.push({ kind: 'status', status: 403, body: `no ${sink.url}/${SECRET}/tested` });
    const answer = kept(await api.client.ok(allRoutes.testChannel, { params: { id } }));
    expect(answer).toMatchObject({ ok: false, detail: 'answered 403: no (hidden)' });
    const again = await api.client.call(allRoutes.testChannel, { params: { id } });
    expect([again.status, again.headers.get('retry-after')]).toEqual([429, '5']);
    expect(sink.requests.map(({ path }) => path)).toEqual([`/${SECRET}/tested`]);
    await api.client.ok(allRoutes.testChannel, { params: { id: 'environment' } });
  });

  it('show what became of each message, and send a dead one again', async () => {
    const { id } = await api.client.ok(allRoutes.createChannel, hook('logged', { routing: { rule_ids: ['logged'] } }));
    sink.always = { kind: 'status', status: 404 };
    await notifyAlerts(api.context(), api.deps.notifications, [buildAlert({ tenant_id: TENANT, rule_id: 'logged' })]);
    await deliverDue(api.context(), api.deps.notifications, { channelId: id });
    const { items } = kept(await api.client.ok(allRoutes.listNotifications, { query: { status: 'dead', channel_id: id } }));
    expect(items).toMatchObject([{ status: 'dead', channel_name: 'logged', attempts: [{ ok: false, detail: 'answered 404' }] }]);
    const params = { id: items[0]?.id ?? '' };
    const reply = await api.client.call(allRoutes.resendNotification, { params });
    expect(reply).toMatchObject({ status: 202, body: { status: 'waiting' } });
    sink.always = null;
    await deliverDue(api.context(), api.deps.notifications, { channelId: id });
    kept(await api.client.problem(allRoutes.resendNotification, 409, { params }));
    const page = await api.client.ok(allRoutes.listNotifications, { query: { page_size: '1' } });
    expect(page.items).toHaveLength(1);
    expect(page.next_cursor).not.toBeNull();
    kept(await api.client.problem(allRoutes.listNotifications, 400, { query: { cursor: 'nonsense' } }));
  });

  it('never showed a secret, neither in an answer nor in the log', () => {
    expect(answers.length).toBeGreaterThan(15);
    expect(answers.filter((answer) => answer.includes(SECRET))).toEqual([]);
    expect(api.log.filter((line) => line.includes(SECRET))).toEqual([]);
  });

  it('cannot be made without a key, and the answer says what to set', async () => {
    const bare = await apiFixture('notifications_bare', { database: api.database });
    const problem = await bare.client.problem(allRoutes.createChannel, 409, {
      body: { name: 'no key', kind: 'slack', url: 'https://hooks.slack.com/services/T0' },
    });
    expect(problem.detail).toContain('Set ENCRYPTION_KEY');
    await bare.stop();
  });
});
