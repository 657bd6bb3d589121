import { startSmtpSink, type SmtpSink } from '@aoc/tools/notification-sinks';
import { listNotifications } from '../outbox/list-notifications';
import { notifyAlerts } from '../outbox/notify-alerts';
import { notificationsFixture, type NotificationsFixture } from '../testing/notifications-fixture';
import { deliverDue } from './deliver-due';
import { mailSender, type SendMail } from './send-mail';

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
    expect(await send(mail, 3000, never)).toEqual({ ok: true, detail: 'the mail server took it for 1 recipients, refused 1' });
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
