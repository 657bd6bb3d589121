import { startSmtpSink, type SmtpSink } from '@aoc/tools/notification-sinks';
import { contrastOf } from '@aoc/contracts';
import { TenantRepository } from '@aoc/server/tenants';
import { deleteChannel, listChannels } from '../channels/channels';
import { listNotifications } from '../outbox/list-notifications';
import { notifyAlerts } from '../outbox/notify-alerts';
import { notificationsFixture, type NotificationsFixture } from '../testing/notifications-fixture';
import { deliverDue } from './deliver-due';
import { mailSender, type SendMail } from './send-mail';

/** A picture of one pixel: what a logo must be is checked where it is set. */
const LOGO = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const never = new AbortController().signal;
const mail = { id: 'm1', to: ['a@example.com', 'b@example.com'], subject: 'S', text: 'T', html: '<p>T</p>' };

describe('e-mail', () => {
  let smtp: SmtpSink;
  let fixture: NotificationsFixture;
  let send: SendMail;
  beforeAll(async () => {
    smtp = await startSmtpSink();
    const url = smtp.url.replace('smtp://', 'smtp://mailer:a-mail-password@');
    send = mailSender(url, 'AOC <aoc@example.com>');
    fixture = await notificationsFixture('notify_mail', { SMTP_URL: url, SMTP_FROM: 'AOC <aoc@example.com>' });
  });
  beforeEach(() => {
    smtp.mails.length = 0;
  });
  afterAll(async () => {
    await smtp.stop();
    await fixture.database.stop();
  });

  it('arrives whole, as text and as escaped HTML', async () => {
    const tenant = fixture.tenant();
    const n = { ...fixture.notifications, sendMs: 5000 };
    await tenant.channel({ kind: 'email', recipients: ['soc@example.com', 'boss@example.com'] });
    const alert = tenant.alert({ rule_name: 'Rule\r\nBcc: evil@example.com', actor: '<b>Ünal</b>' });
    await notifyAlerts(tenant.ctx, n, [alert]);
    expect(await deliverDue(tenant.ctx, n)).toMatchObject({ delivered: 1 });
    const [received] = smtp.mails;
    expect(received).toMatchObject({ from: 'aoc@example.com', to: ['soc@example.com', 'boss@example.com'], user: 'mailer' });
    expect(received?.mail.subject).toBe('[HIGH] Rule Bcc: evil@example.com');
    expect(received?.mail.headers.has('bcc')).toBe(false);
    expect(received?.mail.text).toContain('<b>Ünal</b>');
    expect(received?.mail.html).toContain('&lt;b&gt;Ünal&lt;/b&gt;');
    expect(received?.mail.html).toContain(`href="https://aoc.example.com/alerts?alert=${alert.id}"`);
    const [row] = (await listNotifications(tenant.ctx, n, { page_size: 5 })).items;
    expect(received?.mail.messageId).toBe(`<${row?.id}@example.com>`);
    expect(row?.attempts).toMatchObject([{ ok: true, detail: 'the mail server took it for 2 recipients' }]);
  });

  it('of a tenant goes where its defaults say, in its name, and keeps back what became private meanwhile', async () => {
    const tenant = fixture.tenant('2026-03-10T08:00:00.000Z');
    const n = { ...fixture.notifications, sendMs: 5000 };
    const tenants = new TenantRepository(fixture.database.connection);
    const none = {
      enabled: true,
      retentionDays: null,
      clientId: null,
      clientSecret: null,
      certificate: null,
      sources: null,
      intervalMinutes: null,
    };
    const night = { time_zone: 'UTC', start: '22:00', end: '07:00', days: [1, 2, 3, 4, 5, 6, 7] };
    const notificationDefaults = { min_severity: 'medium' as const, quiet_hours: night, recipients: ['soc@northwind.example'] };
    const branding = { name: 'Northwind <Care>', accent: '#ffd000', logo: LOGO };
    const settings = { ...none, name: 'Northwind', workingTime: null, privacy: null, notificationDefaults, branding };
    await tenants.insert(tenant.ctx.tenantId, settings, new Date());
    expect(await listChannels(tenant.ctx, n)).toMatchObject([
      { id: 'tenant', kind: 'email', from_tenant: true, recipients: ['soc@northwind.example'] },
    ]);
    await expect(deleteChannel(tenant.ctx, n, 'tenant')).rejects.toThrow('settings of the tenant');
    await notifyAlerts(tenant.ctx, n, [tenant.alert({ id: 'low', severity: 'low' })]);
    expect(await deliverDue(tenant.ctx, n)).toMatchObject({ delivered: 0 });
    await notifyAlerts(tenant.ctx, n, [tenant.alert({ id: 'first' })]);
    expect(await deliverDue(tenant.ctx, n)).toMatchObject({ delivered: 1 });
    const { mail: sent } = smtp.mails[0] ?? {};
    expect(sent?.text).toMatch(/^Northwind <Care> · Northwind\n/);
    expect(sent?.html).toContain('Northwind &lt;Care&gt; · Northwind');
    expect(sent?.html).toContain(`/alerts?alert=first&amp;tenant=${tenant.ctx.tenantId}`);
    const [logo] = sent?.attachments ?? [];
    expect([logo?.contentType, logo?.content.toString('base64')]).toEqual(['image/png', LOGO.split(',')[1]]);
    const [, accent] = /border-bottom:3px solid (#[0-9a-f]{6})/.exec(String(sent?.html)) ?? [];
    expect(contrastOf(accent ?? '', '#ffffff')).toBeGreaterThan(4.5);
    // At night it waits until the morning; what its event shows is private by then.
    tenant.pass(15 * 3_600_000);
    await notifyAlerts(tenant.ctx, n, [tenant.alert({ id: 'second', actor: 'Alice Adams' })]);
    expect(await deliverDue(tenant.ctx, n)).toMatchObject({ delivered: 0 });
    await tenants.update(tenant.ctx.tenantId, { privacy: { services: ['RoleManagement'], operations: [], roles: null } });
    tenant.pass(8 * 3_600_000);
    expect(await deliverDue(tenant.ctx, n)).toMatchObject({ delivered: 1 });
    expect(smtp.mails[1]?.mail.text).toContain('(withheld: privacy)');
    expect(smtp.mails[1]?.mail.text).not.toContain('Alice');
  });

  it.each([
    [
      'a refusal for now',
      { kind: 'refuse' as const, status: 451, text: 'Greylisted' },
      { ok: false, retry: true, detail: 'the mail server answered 451 Greylisted' },
    ],
    [
      'a refusal for good',
      { kind: 'refuse' as const, status: 554, text: 'Spam' },
      { ok: false, retry: false, detail: 'the mail server answered 554 Spam' },
    ],
    ['silence', { kind: 'hang' as const }, { ok: false, retry: true, detail: expect.stringMatching(/in time|ETIMEDOUT/) }],
  ])('tells %s', async (_name, fault, outcome) => {
    smtp.next.push(fault);
    expect(await send(mail, 500, never)).toMatchObject(outcome);
    expect(smtp.mails).toEqual([]);
  });

  it('counts the recipients that were refused', async () => {
    smtp.refusedRecipients.add('b@example.com');
    expect(await send(mail, 3000, never)).toEqual({ ok: true, detail: 'the mail server took it for 1 recipient, refused 1' });
    smtp.refusedRecipients.add('a@example.com');
    expect(await send(mail, 3000, never)).toMatchObject({ ok: false, retry: false });
    smtp.refusedRecipients.clear();
  });

  it('never tells the password of the mail server', async () => {
    const wrong = mailSender(smtp.url.replace('smtp://', 'smtp://mailer:wrong@'), 'aoc@example.com');
    const outcome = await wrong(mail, 3000, never);
    expect(outcome).toMatchObject({ ok: false, retry: false, detail: 'the mail server answered 535 Authentication failed' });
    const away = mailSender('smtp://mailer:a-mail-password@127.0.0.1:9', 'aoc@example.com');
    expect(JSON.stringify(await away(mail, 3000, never))).not.toContain('password');
    expect(await away(mail, 3000, never)).toMatchObject({ ok: false, retry: true });
  });
});
