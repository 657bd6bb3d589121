import { channelBodySchema } from '@aoc/contracts';
import { buildAlert } from '@aoc/testing';
import { startHttpSink, startSmtpSink, type HttpSink, type SmtpSink } from '@aoc/tools/notification-sinks';
import { parseConfig } from '@aoc/server/config';
import { systemContext } from '@aoc/server/context';
import { secretBox } from '@aoc/server/secrets';
import { configuredTenant } from '@aoc/server/tenants';
import { randomBytes } from 'node:crypto';
import { deliverDue } from '../delivery/deliver-due';
import { testChannel } from '../delivery/test-channel';
import { openNotifications, type Notifications } from '../notifications';
import { listNotifications } from '../outbox/list-notifications';
import { notifyAlerts } from '../outbox/notify-alerts';
import { resendNotification } from '../outbox/resend-notification';
import { notificationsFixture, type NotificationsFixture } from '../testing/notifications-fixture';
import { createChannel, getChannel, listChannels, replaceChannel } from './channels';

const body = (given: object) => channelBodySchema.parse({ name: 'channel', kind: 'webhook', ...given });

describe('notification channels', () => {
  let fixture: NotificationsFixture;
  let n: Notifications;
  let sink: HttpSink;
  let smtp: SmtpSink;
  beforeAll(async () => {
    smtp = await startSmtpSink();
    const SMTP_URL = smtp.url.replace('smtp://', 'smtp://mailer:a-mail-password@');
    fixture = await notificationsFixture('notify_channels', { SMTP_URL, SMTP_FROM: 'AOC <aoc@example.com>' });
    n = { ...fixture.notifications, sendMs: 3000 };
  });
  beforeEach(async () => {
    sink = await startHttpSink();
  });
  afterEach(() => sink.stop());
  afterAll(async () => {
    await smtp.stop();
    await fixture.database.stop();
  });

  it('are stored sealed: neither address nor secret stands in the database', async () => {
    const tenant = fixture.tenant();
    const channel = await tenant.channel({ url: 'https://hooks.example.com/T000/B000/very-secret-path', secret: 'a signing secret' });
    const stored = JSON.stringify(await n.stores.channels.findOne(tenant.ctx, { _id: channel.id }));
    expect(stored).not.toMatch(/very-secret-path|signing secret/);
    expect(channel.destination).toBe('https://hooks.example.com/…');
  });

  it('keep their address and secret when a change names none, and take one change at a time', async () => {
    const tenant = fixture.tenant();
    const made = await tenant.channel({ name: 'one', url: `${sink.url}/kept`, secret: 'a signing secret' });
    const changes = ['a', 'b', 'c', 'd'].map((name) => replaceChannel(tenant.ctx, n, made.id, { ...body({ name }), version: 1 }));
    const results = await Promise.allSettled(changes);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict' });
    const now = await getChannel(tenant.ctx, n, made.id);
    expect(now).toMatchObject({ version: 2, has_secret: true, destination: `${sink.url}/…` });
    expect(await testChannel(tenant.ctx, n, made.id)).toMatchObject({ ok: true, detail: 'answered 200' });
    expect(sink.requests[0]).toMatchObject({ path: '/kept', json: { test: true, title: '[TEST] Message from AOC' } });
    expect(sink.requests[0]?.headers['x-aoc-signature']).toBeDefined();
  });

  it('have a name of their own in a tenant, whatever its case, also when two are made at once', async () => {
    const tenant = fixture.tenant();
    const make = (name: string) => createChannel(tenant.ctx, n, body({ name, url: sink.url }));
    const results = await Promise.allSettled(['Ops', 'ops', 'OPS'].map(make));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const other = await make('other');
    await expect(replaceChannel(tenant.ctx, n, other.id, body({ name: 'oPs' }))).rejects.toMatchObject({ code: 'conflict' });
    await expect(fixture.tenant().channel({ name: 'ops', url: sink.url })).resolves.toMatchObject({ name: 'ops' });
  });

  it.each([
    ['an internal address', { url: 'https://169.254.169.254/latest' }, 'body.url'],
    ['http to the outside', { url: 'http://8.8.8.8/' }, 'body.url'],
    ['no address', {}, 'body.url'],
    ['an address for e-mail', { kind: 'email', recipients: ['a@example.com'], url: 'https://example.com/' }, 'body.url'],
    ['recipients for a webhook', { url: 'https://example.com/', recipients: ['a@example.com'] }, 'body.recipients'],
    ['a secret for Slack', { kind: 'slack', url: 'https://hooks.slack.com/x', secret: 'a signing secret' }, 'body.secret'],
    [
      'a time zone that does not exist',
      { url: 'https://example.com/', quiet_hours: { time_zone: 'Mars/Base', start: '22:00', end: '07:00' } },
      'body.quiet_hours.time_zone',
    ],
    [
      'quiet hours without length',
      { url: 'https://example.com/', quiet_hours: { time_zone: 'UTC', start: '07:00', end: '07:00' } },
      'body.quiet_hours.end',
    ],
  ])('refuse %s', async (_name, given, path) => {
    const failure = fixture.tenant().channel(given);
    await expect(failure).rejects.toMatchObject({ code: 'bad_request', options: { errors: [{ path }] } });
  });

  it('cannot be made without what they need: a key, a mail server', async () => {
    const { ctx } = fixture.tenant();
    const bare = openNotifications(fixture.database.connection, parseConfig({}));
    await expect(createChannel(ctx, bare, body({ url: 'https://example.com/x' }))).rejects.toThrow('Set ENCRYPTION_KEY');
    await expect(createChannel(ctx, bare, body({ kind: 'email', recipients: ['a@example.com'] }))).rejects.toThrow('Set SMTP_URL');
    expect(await listChannels(ctx, bare)).toEqual([]);
  });

  it('are opened with a previous key and sealed again with the present one', async () => {
    const tenant = fixture.tenant();
    const [old, fresh] = [randomBytes(32), randomBytes(32)].map((key) => key.toString('base64'));
    if (!old || !fresh) throw new Error('no keys');
    const before = { ...n, secrets: secretBox({ current: old }) };
    const after = { ...n, secrets: secretBox({ current: fresh, previous: [old] }) };
    const channel = await createChannel(tenant.ctx, before, body({ url: sink.url, secret: 'a signing secret' }));
    await notifyAlerts(tenant.ctx, n, [tenant.alert()]);
    // A key that nobody has: it waits, and the log says why.
    expect(await deliverDue(tenant.ctx, { ...n, secrets: secretBox({ current: fresh }) })).toMatchObject({ retried: 1 });
    const [row] = (await listNotifications(tenant.ctx, n, { page_size: 5 })).items;
    expect(row?.attempts[0]?.detail).toContain('ENCRYPTION_KEY_PREVIOUS');
    await resendNotification(tenant.ctx, n, row?.id ?? '');
    expect(await deliverDue(tenant.ctx, after)).toMatchObject({ delivered: 1 });
    tenant.pass(6000);
    // The old key is not needed any more.
    expect(await testChannel(tenant.ctx, { ...n, secrets: secretBox({ current: fresh }) }, channel.id)).toMatchObject({ ok: true });
  });

  it('of the environment belong to its tenant, may be internal, and are read-only', async () => {
    const config = parseConfig({ ALERT_WEBHOOK_URL: `${sink.url}/hook`, ALERT_WEBHOOK_FORMAT: 'slack' });
    const own = { ...openNotifications(fixture.database.connection, config), sendMs: 3000 };
    const ctx = systemContext(configuredTenant(config).id, 'test');
    const [channel] = await listChannels(ctx, own);
    expect(channel).toMatchObject({ id: 'environment', kind: 'slack', from_environment: true, destination: `${sink.url}/…` });
    await expect(replaceChannel(ctx, own, 'environment', body({ name: 'x' }))).rejects.toThrow('comes from ALERT_WEBHOOK_URL');
    await notifyAlerts(ctx, own, [buildAlert()]);
    expect(await deliverDue(ctx, own)).toMatchObject({ delivered: 1 });
    expect(sink.requests[0]).toMatchObject({ path: '/hook', json: { text: '[HIGH] Admin Role Assignment' } });
    const foreign = fixture.tenant().ctx;
    expect(await listChannels(foreign, own)).toEqual([]);
    await expect(getChannel(foreign, own, 'environment')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('deliver nothing to an internal address that a name leads to', async () => {
    const tenant = fixture.tenant();
    const strict = { ...n, allowed: { hosts: new Set<string>(), ranges: [] } };
    const port = new URL(sink.url).port;
    for (const host of ['localhost', 'localhost.', 'hooks.example.com']) {
      const resolve = host === 'localhost' ? n.resolve : async () => [{ address: '127.0.0.1', family: 4 }];
      const channel = await createChannel(tenant.ctx, strict, body({ name: host, url: `https://${host}:${port}/` }));
      expect(await testChannel(tenant.ctx, { ...strict, resolve }, channel.id)).toMatchObject({
        ok: false,
        detail: `${host} is an internal address, or resolves to one. An operator can allow it with NOTIFY_ALLOW_PRIVATE.`,
      });
    }
    // A channel that was made while the address was allowed.
    const channel = await tenant.channel({ url: sink.url });
    expect(await testChannel(tenant.ctx, strict, channel.id)).toMatchObject({
      ok: false,
      detail: expect.stringContaining('internal address'),
    });
    expect(sink.requests).toEqual([]);
  });

  it('connect to the address that was checked, whatever the name leads to a moment later', async () => {
    const tenant = fixture.tenant();
    const answers = [[{ address: '127.0.0.1', family: 4 }], [{ address: '10.0.0.1', family: 4 }]];
    let asked = 0;
    const resolve = async () => answers[asked++] ?? [];
    const channel = await tenant.channel({ url: `http://rebind.example.com:${new URL(sink.url).port}/` });
    expect(await testChannel(tenant.ctx, { ...n, resolve }, channel.id)).toMatchObject({ ok: true });
    expect(asked).toBe(1);
    expect(sink.requests[0]?.headers.host).toBe(`rebind.example.com:${new URL(sink.url).port}`);
  });

  it('are tested at most every five seconds', async () => {
    const tenant = fixture.tenant();
    const channel = await tenant.channel({ url: sink.url });
    const results = await Promise.allSettled([1, 2, 3].map(() => testChannel(tenant.ctx, n, channel.id)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    tenant.pass(5000);
    await expect(testChannel(tenant.ctx, n, channel.id)).resolves.toMatchObject({ ok: true });
    expect(sink.requests).toHaveLength(2);
    await expect(testChannel(tenant.ctx, n, 'nothing')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('never let an answer bring their secrets into the log', async () => {
    const tenant = fixture.tenant();
    const url = `${sink.url.replace('http://', 'http://user:p%40ssword@')}/services/T0/very-secret?key=also-secret`;
    const channel = await tenant.channel({ url, secret: 'a signing secret' });
    const quote = `no ${url} /services/T0/very-secret?key=also-secret very-secret p@ssword a signing secret\r\n\u0000end`;
    sink.next.push({ kind: 'status', status: 400, body: quote });
    const { detail } = await testChannel(tenant.ctx, n, channel.id);
    expect(detail).toMatch(/^answered 400: no \(hidden\)/);
    expect(detail).toMatch(/end$/);
    expect(detail).not.toMatch(/very-secret|also-secret|p@ssword|signing|[\r\n\0]/);
    expect(sink.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('user:p@ssword').toString('base64')}`);
  });
});
