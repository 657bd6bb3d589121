import { makeCertificate, type TestCertificate } from '@aoc/tools/microsoft-simulator';
import { startHttpSink, startSmtpSink, type HttpSink, type SmtpSink } from '@aoc/tools/notification-sinks';
import { readFile } from 'node:fs/promises';
import { openNotifications, type Notifications } from '../notifications';
import { listNotifications } from '../outbox/list-notifications';
import { notifyAlerts } from '../outbox/notify-alerts';
import { notificationsFixture, type NotificationsFixture } from '../testing/notifications-fixture';
import { deliverDue } from './deliver-due';
import { mailSender } from './send-mail';
import { trusting } from './trust';

const never = new AbortController().signal;
const mail = { id: 'm1', to: ['a@example.com'], subject: 'S', text: 'T', html: '<p>T</p>' };
const LIMIT_MS = 5000;

/** Receivers with certificates of an authority that is made here, and of which this machine knows nothing. */
describe('receivers that speak TLS', () => {
  let fixture: NotificationsFixture;
  let fits: TestCertificate;
  let misfits: TestCertificate;
  let sinks: { web: HttpSink; other: HttpSink; starttls: SmtpSink; implicit: SmtpSink; misfit: SmtpSink; plain: SmtpSink };
  let authorities: string[];
  let trusted: Notifications;
  beforeAll(async () => {
    [fits, misfits] = await Promise.all([makeCertificate('localhost'), makeCertificate('receiver.example', false)]);
    const [web, other, starttls, implicit, misfit, plain] = await Promise.all([
      startHttpSink({ tls: fits }),
      startHttpSink({ tls: misfits }),
      startSmtpSink({ tls: fits }),
      startSmtpSink({ tls: { ...fits, implicit: true } }),
      startSmtpSink({ tls: misfits }),
      startSmtpSink(),
    ]);
    sinks = { web, other, starttls, implicit, misfit, plain };
    const known = await Promise.all([fits, misfits].map(({ caFile }) => readFile(caFile, 'utf8')));
    fixture = await notificationsFixture('notify_tls');
    authorities = trusting(known) ?? [];
    trusted = { ...fixture.notifications, authorities, sendMs: LIMIT_MS };
  });
  afterAll(async () => {
    await Promise.all(Object.values(sinks).map((sink) => sink.stop()));
    await Promise.all([fits.remove(), misfits.remove(), fixture.database.stop()]);
  });

  /** Sends one alert to a webhook; what the delivery log says of it. */
  async function delivered(n: Notifications, url: string) {
    const tenant = fixture.tenant();
    await tenant.channel({ url });
    await notifyAlerts(tenant.ctx, n, [tenant.alert()]);
    const counts = await deliverDue(tenant.ctx, n);
    const [row] = (await listNotifications(tenant.ctx, n, { page_size: 5 })).items;
    return { tenant, counts, status: row?.status, detail: row?.attempts[0]?.detail };
  }

  it('get a webhook when their authority is known by NOTIFY_CA', async () => {
    expect(await delivered(trusted, sinks.web.url)).toMatchObject({
      counts: { delivered: 1 },
      status: 'delivered',
      detail: 'answered 200',
    });
    expect(sinks.web.requests).toHaveLength(1);
  });

  it('get it later when their authority was not known; the delivery log says why', async () => {
    const before = sinks.web.requests.length;
    const stranger = { ...fixture.notifications, sendMs: LIMIT_MS };
    const { tenant, counts, status, detail } = await delivered(stranger, sinks.web.url);
    expect({ counts, status }).toMatchObject({ counts: { retried: 1 }, status: 'waiting' });
    expect(detail).toMatch(
      /^the certificate of the receiver is from an authority that is not trusted here \(\w+\); NOTIFY_CA_FILE can name it$/,
    );
    expect(sinks.web.requests).toHaveLength(before);
    tenant.pass(60_000);
    expect(await deliverDue(tenant.ctx, trusted)).toMatchObject({ delivered: 1 });
    expect(sinks.web.requests).toHaveLength(before + 1);
  });

  it('get nothing when their certificate is for another host', async () => {
    const { counts, status, detail } = await delivered(trusted, sinks.other.url);
    expect({ counts, status, detail }).toMatchObject({
      counts: { retried: 1 },
      status: 'waiting',
      detail: 'the certificate of the receiver is for another host name (ERR_TLS_CERT_ALTNAME_INVALID)',
    });
    expect(sinks.other.requests).toEqual([]);
  });

  it.each(['starttls', 'implicit'] as const)('get mail encrypted, by %s, when their authority is known', async (kind) => {
    const sink = sinks[kind];
    const send = mailSender(sink.url, 'aoc@example.com', authorities);
    expect(await send(mail, LIMIT_MS, never)).toMatchObject({ ok: true });
    expect(sink.mails.map(({ secure, to }) => ({ secure, to }))).toEqual([{ secure: true, to: ['a@example.com'] }]);
    const stranger = mailSender(sink.url, 'aoc@example.com');
    expect(await stranger(mail, LIMIT_MS, never)).toMatchObject({
      ok: false,
      retry: true,
      detail: expect.stringMatching(/^the certificate of the mail server is from an authority that is not trusted here/),
    });
    expect(sink.mails).toHaveLength(1);
  });

  it('get no mail when their certificate is for another host', async () => {
    const send = mailSender(sinks.misfit.url, 'aoc@example.com', authorities);
    expect(await send(mail, LIMIT_MS, never)).toMatchObject({
      ok: false,
      retry: true,
      detail: 'the certificate of the mail server is for another host name (ERR_TLS_CERT_ALTNAME_INVALID)',
    });
    expect(sinks.misfit.mails).toEqual([]);
  });

  it('get no mail, and no password, when encryption is asked for and they have none', async () => {
    const url = sinks.plain.url.replace('smtp://', 'smtp://mailer:a-mail-password@');
    const send = mailSender(`${url}?requireTLS=true`, 'aoc@example.com', authorities);
    expect(await send(mail, LIMIT_MS, never)).toEqual({
      ok: false,
      retry: true,
      retryAfterMs: 0,
      detail: 'the mail server takes no encrypted connection (STARTTLS), which SMTP_URL asks for',
    });
    expect(sinks.plain.mails).toEqual([]);
    expect(await mailSender(url, 'aoc@example.com')(mail, LIMIT_MS, never)).toMatchObject({ ok: true });
  });

  it('are trusted as the configuration says', async () => {
    const config = fixture.config({ NOTIFY_CA_FILE: fits.caFile, SMTP_URL: sinks.starttls.url, SMTP_FROM: 'aoc@example.com' });
    const n = openNotifications(fixture.database.connection, config);
    expect((await delivered(n, sinks.web.url)).status).toBe('delivered');
    expect(await n.sendMail?.(mail, LIMIT_MS, never)).toMatchObject({ ok: true });
  });
});
