import type { Alert, Notification } from '@aoc/contracts';
import { waitFor } from '@aoc/testing';
import { startHttpSink, type HttpSink } from '@aoc/tools/notification-sinks';
import { createHmac } from 'node:crypto';
import { deleteChannel, replaceChannel } from '../channels/channels';
import type { Notifications } from '../notifications';
import { listNotifications } from '../outbox/list-notifications';
import { notifyAlerts } from '../outbox/notify-alerts';
import { resendNotification } from '../outbox/resend-notification';
import { notificationsFixture, type NotificationsFixture, type TestTenant } from '../testing/notifications-fixture';
import { deliverDue } from './deliver-due';

const HOUR = 3_600_000;
const MINUTE = 60_000;

describe('delivery of notifications', () => {
  let fixture: NotificationsFixture;
  let n: Notifications;
  let sink: HttpSink;
  beforeAll(async () => {
    fixture = await notificationsFixture('notify');
    n = fixture.notifications;
  });
  beforeEach(async () => {
    sink = await startHttpSink();
  });
  afterEach(() => sink.stop());
  afterAll(() => fixture.database.stop());

  const log = async ({ ctx }: TestTenant, query = {}): Promise<Notification[]> =>
    (await listNotifications(ctx, n, { page_size: 200, ...query })).items;
  const alertIds = (): string[] => sink.requests.map(({ json }) => String(Reflect.get(Object(json), 'id')));
  const raised = (tenant: TestTenant, count: number, given: Partial<Alert> = {}): Alert[] =>
    Array.from({ length: count }, () => tenant.alert(given));

  it('sends an alert once per channel and occasion, however often it is announced and by how many', async () => {
    const tenant = fixture.tenant();
    await tenant.channel({ url: sink.url });
    const alerts = raised(tenant, 20);
    await Promise.all(Array.from({ length: 4 }, () => notifyAlerts(tenant.ctx, n, alerts)));
    const workers = await Promise.all(Array.from({ length: 4 }, () => deliverDue(tenant.ctx, n)));
    expect(workers.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(20);
    expect(alertIds().toSorted()).toEqual(alerts.map(({ id }) => id).toSorted());
    // A repeat after a crash.
    await notifyAlerts(tenant.ctx, n, alerts);
    expect(await deliverDue(tenant.ctx, n)).toEqual({ delivered: 0, retried: 0, dead: 0 });
    // Re-opened: another occasion.
    const [first] = alerts;
    if (!first) throw new Error('no alert');
    const change = { at: '2026-03-10T09:00:00.000Z', by: 'AOC', change: 'reopened' as const, from: 'resolved', to: 'open', reason: null };
    await notifyAlerts(tenant.ctx, n, [{ ...first, history: [...first.history, change] }]);
    expect(await deliverDue(tenant.ctx, n)).toMatchObject({ delivered: 1 });
    expect(sink.requests.at(-1)?.json).toMatchObject({ id: first.id, reopened: true });
    expect(await log(tenant, { alert_id: first.id })).toHaveLength(2);
    expect(new Set(sink.requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(21);
  });

  it('routes by severity, tag and rule', async () => {
    const tenant = fixture.tenant();
    await tenant.channel({ url: `${sink.url}/high`, routing: { severities: ['high'] } });
    await tenant.channel({ url: `${sink.url}/mail`, routing: { tags: ['mail'] } });
    await tenant.channel({ url: `${sink.url}/off`, enabled: false });
    await notifyAlerts(tenant.ctx, n, [tenant.alert({ id: 'a' }), tenant.alert({ id: 'b', severity: 'low', tags: ['mail'] })]);
    await deliverDue(tenant.ctx, n);
    expect(
      sink.requests.map(({ path, json }) => [path, Reflect.get(Object(json), 'id')]).toSorted((a, b) => String(a).localeCompare(String(b))),
    ).toEqual([
      ['/high', 'a'],
      ['/mail', 'b'],
    ]);
  });

  it('signs generic webhooks so that the receiver can check body and time', async () => {
    const tenant = fixture.tenant();
    await tenant.channel({ url: sink.url, secret: 'a shared secret' });
    await notifyAlerts(tenant.ctx, n, [tenant.alert()]);
    await deliverDue(tenant.ctx, n);
    const [request] = sink.requests;
    const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request?.headers['x-aoc-signature'])) ?? [];
    expect(Number(t) * 1000).toBe(tenant.ctx.clock.now().getTime());
    expect(createHmac('sha256', 'a shared secret').update(`${t}.${request?.body}`).digest('hex')).toBe(v1);
    expect(request?.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('tries again after refusals, cut connections and silence with growing waits, and tells who was notified', async () => {
    const tenant = fixture.tenant();
    const told: string[] = [];
    const watched = { ...n, onDelivered: async (_ctx: unknown, ids: readonly string[]) => void told.push(...ids) };
    const channel = await tenant.channel({ url: sink.url });
    sink.next.push({ kind: 'status', status: 500, body: 'broken' }, { kind: 'cut' }, { kind: 'hang' }, { kind: 'status', status: 408 });
    const alert = tenant.alert();
    await notifyAlerts(tenant.ctx, watched, [alert]);
    const waits: number[] = [];
    for (let tries = 0; tries < 4; tries += 1) {
      expect(await deliverDue(tenant.ctx, watched)).toEqual({ delivered: 0, retried: 1, dead: 0 });
      const [row] = await log(tenant);
      const wait = Date.parse(row?.next_attempt_at ?? '') - tenant.ctx.clock.now().getTime();
      waits.push(Math.round(wait / 1000));
      tenant.pass(wait - 1);
      expect(await deliverDue(tenant.ctx, watched)).toEqual({ delivered: 0, retried: 0, dead: 0 });
      tenant.pass(1);
    }
    expect(told).toEqual([]);
    expect(await deliverDue(tenant.ctx, watched)).toEqual({ delivered: 1, retried: 0, dead: 0 });
    expect(waits).toEqual([30, 90, 270, 809]);
    expect(told).toEqual([alert.id]);
    const [row] = await log(tenant);
    expect(row).toMatchObject({ status: 'delivered', channel_id: channel.id, next_attempt_at: null });
    expect(row?.delivered_at).toBe(tenant.ctx.clock.now().toISOString());
    expect(row?.attempts.map(({ ok, detail }) => [ok, detail])).toEqual([
      [false, 'answered 500: broken'],
      [false, expect.stringContaining('the connection failed')],
      [false, 'no answer in time'],
      [false, 'answered 408'],
      [true, 'answered 200'],
    ]);
    // Each try is the same message.
    expect(new Set(sink.requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(new Set(sink.requests.map(({ body }) => body)).size).toBe(1);
  });

  it('waits as long as the receiver asks, for all messages of the channel', async () => {
    const tenant = fixture.tenant();
    await tenant.channel({ url: sink.url });
    sink.next.push({ kind: 'status', status: 429, retryAfter: '7200' });
    await notifyAlerts(tenant.ctx, n, raised(tenant, 3));
    expect(await deliverDue(tenant.ctx, n)).toEqual({ delivered: 0, retried: 1, dead: 0 });
    tenant.pass(2 * HOUR - 1000);
    // Also what is written meanwhile.
    await notifyAlerts(tenant.ctx, n, raised(tenant, 1));
    expect(await deliverDue(tenant.ctx, n)).toEqual({ delivered: 0, retried: 0, dead: 0 });
    expect(sink.requests).toHaveLength(1);
    tenant.pass(1000);
    expect(await deliverDue(tenant.ctx, n)).toEqual({ delivered: 4, retried: 0, dead: 0 });
  });

  it('ends after eight failures in a dead letter, which a person can send again', async () => {
    const tenant = fixture.tenant();
    await tenant.channel({ url: sink.url });
    sink.always = { kind: 'status', status: 503, body: 'x'.repeat(5000) };
    await notifyAlerts(tenant.ctx, n, [tenant.alert()]);
    let total = { delivered: 0, retried: 0, dead: 0 };
    for (let tries = 0; tries < 20; tries += 1) {
      const { delivered, retried, dead } = await deliverDue(tenant.ctx, n);
      total = { delivered: total.delivered + delivered, retried: total.retried + retried, dead: total.dead + dead };
      tenant.pass(6 * HOUR);
    }
    expect(total).toEqual({ delivered: 0, retried: 7, dead: 1 });
    const [dead] = await log(tenant, { status: 'dead' });
    expect(dead?.attempts).toHaveLength(8);
    expect(dead?.attempts[0]?.detail).toBe(`answered 503: ${'x'.repeat(200)}`);
    sink.always = null;
    const again = await resendNotification(tenant.ctx, n, dead?.id ?? '');
    expect(again).toMatchObject({ status: 'waiting', next_attempt_at: tenant.ctx.clock.now().toISOString() });
    expect(await deliverDue(tenant.ctx, n)).toMatchObject({ delivered: 1 });
    const [row] = await log(tenant);
    expect(row?.attempts).toHaveLength(9);
    await expect(resendNotification(tenant.ctx, n, dead?.id ?? '')).rejects.toMatchObject({ code: 'conflict' });
  });

  it.each([
    [400, {}],
    [404, {}],
    [410, { body: 'gone' }],
    [422, { retryAfter: '5' }],
  ])('ends at once when the receiver answers %i', async (status, more) => {
    const tenant = fixture.tenant();
    await tenant.channel({ url: sink.url });
    sink.always = { kind: 'status', status, ...more };
    await notifyAlerts(tenant.ctx, n, [tenant.alert()]);
    expect(await deliverDue(tenant.ctx, n)).toEqual({ delivered: 0, retried: 0, dead: 1 });
  });

  it('makes a waiting message due when a person asks, and leaves the others', async () => {
    const tenant = fixture.tenant();
    await tenant.channel({ url: sink.url });
    sink.next.push({ kind: 'cut' });
    await notifyAlerts(tenant.ctx, n, [tenant.alert()]);
    await deliverDue(tenant.ctx, n);
    const [row] = await log(tenant);
    await resendNotification(tenant.ctx, n, row?.id ?? '');
    expect(await deliverDue(tenant.ctx, n)).toMatchObject({ delivered: 1 });
    await expect(resendNotification(tenant.ctx, n, 'f'.repeat(64))).rejects.toMatchObject({ code: 'not_found' });
    await expect(resendNotification(fixture.tenant().ctx, n, row?.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('follows no redirect and reads no endless answer', async () => {
    const tenant = fixture.tenant();
    await tenant.channel({ url: sink.url });
    sink.next.push({ kind: 'redirect', to: `${sink.url}/elsewhere` }, { kind: 'endless' });
    await notifyAlerts(tenant.ctx, n, raised(tenant, 2));
    expect(await deliverDue(tenant.ctx, n)).toEqual({ delivered: 0, retried: 1, dead: 1 });
    expect(sink.requests.map(({ path }) => path)).toEqual(['/', '/']);
    expect((await log(tenant, { status: 'dead' }))[0]?.attempts[0]?.detail).toBe('answered 307; redirects are not followed');
  });

  it('is not held up by a receiver that is slow, neither for another channel nor for another tenant', async () => {
    const [one, two] = [fixture.tenant(), fixture.tenant()];
    const slow = await startHttpSink();
    slow.always = { kind: 'hang' };
    const patient = { ...n, sendMs: 8000 };
    await one.channel({ url: slow.url });
    await one.channel({ url: `${sink.url}/one` });
    await two.channel({ url: `${sink.url}/two` });
    for (const tenant of [one, two]) await notifyAlerts(tenant.ctx, n, raised(tenant, 5));
    const stop = new AbortController();
    const running = [one, two].map(({ ctx }) => deliverDue(ctx, patient, { signal: stop.signal }));
    const delivered = async (tenant: typeof one): Promise<number> => (await log(tenant, { status: 'delivered' })).length;
    await waitFor('the other deliveries', async () => (await delivered(one)) === 5 && (await delivered(two)) === 5, 6000);
    expect(sink.requests).toHaveLength(10);
    expect(slow.requests).toHaveLength(1);
    // A worker that stops gives the message back: nobody has refused it.
    stop.abort(new Error('the worker stops'));
    await Promise.all(running);
    const waiting = await log(one, { status: 'waiting' });
    expect(waiting).toHaveLength(5);
    expect(waiting.flatMap(({ attempts }) => attempts)).toEqual([]);
    slow.always = null;
    expect(await deliverDue(one.ctx, patient)).toMatchObject({ delivered: 5 });
    await slow.stop();
  });

  it('takes over from a deliverer that is gone', async () => {
    const tenant = fixture.tenant();
    await tenant.channel({ url: sink.url });
    await notifyAlerts(tenant.ctx, n, [tenant.alert()]);
    const lost = { lease_until: new Date(tenant.ctx.clock.now().getTime() + MINUTE), lease_owner: 'gone' };
    await n.stores.outbox.updateMany(tenant.ctx, {}, { $set: lost });
    expect(await deliverDue(tenant.ctx, n)).toEqual({ delivered: 0, retried: 0, dead: 0 });
    tenant.pass(MINUTE);
    expect(await deliverDue(tenant.ctx, n)).toMatchObject({ delivered: 1 });
  });

  it('does not send what waits for a channel that is deleted or switched off', async () => {
    const tenant = fixture.tenant();
    const [gone, off] = [await tenant.channel({ url: sink.url }), await tenant.channel({ url: sink.url })];
    await notifyAlerts(tenant.ctx, n, [tenant.alert()]);
    await deleteChannel(tenant.ctx, n, gone.id);
    const { name, kind, recipients, routing, quiet_hours, digest_minutes, uses_defaults } = off;
    const body = { name, kind, recipients, routing, quiet_hours, digest_minutes, uses_defaults };
    await replaceChannel(tenant.ctx, n, off.id, { ...body, enabled: false });
    expect(await deliverDue(tenant.ctx, n)).toEqual({ delivered: 0, retried: 0, dead: 1 });
    expect(sink.requests).toEqual([]);
    const rows = await log(tenant);
    expect(
      rows.map(({ status, attempts }) => [status, attempts.at(-1)?.detail]).toSorted((a, b) => String(a).localeCompare(String(b))),
    ).toEqual([
      ['dead', 'the channel is switched off'],
      ['dead', 'the channel was deleted'],
    ]);
    for (const { id } of rows) await expect(resendNotification(tenant.ctx, n, id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('tells the result of the event, as it was told or as it is stored', async () => {
    const tenant = fixture.tenant();
    await tenant.channel({ url: sink.url });
    await notifyAlerts(tenant.ctx, n, [tenant.alert({ id: 'told' })], () => 'failure');
    await n.stores.events.updateOne(tenant.ctx, { dedupe_key: 'stored' }, { $set: { result: 'success' } }, { upsert: true });
    await notifyAlerts(tenant.ctx, n, [tenant.alert({ id: 'stored', event_dedupe_key: 'stored' }), tenant.alert({ id: 'unknown' })]);
    expect(await deliverDue(tenant.ctx, n)).toMatchObject({ delivered: 3 });
    const results = sink.requests.map(({ json }) => [Reflect.get(Object(json), 'id'), Reflect.get(Object(json), 'event').result]);
    expect(Object.fromEntries(results)).toEqual({ told: 'failure', stored: 'success', unknown: null });
  });

  it('is not stopped by a row that it cannot read', async () => {
    const tenant = fixture.tenant();
    await tenant.channel({ url: sink.url });
    await notifyAlerts(tenant.ctx, n, [tenant.alert({ id: 'damaged' })]);
    await n.stores.outbox.updateMany(tenant.ctx, {}, { $set: { facts: '{"of":"another version"}' } });
    tenant.pass(1);
    await notifyAlerts(tenant.ctx, n, [tenant.alert({ id: 'whole' })]);
    expect(await deliverDue(tenant.ctx, n)).toEqual({ delivered: 1, retried: 0, dead: 1 });
    expect(alertIds()).toEqual(['whole']);
    expect((await log(tenant, { status: 'dead' }))[0]?.attempts[0]?.detail).toContain('cannot be read');
  });

  it('pages through the log, newest first', async () => {
    const tenant = fixture.tenant();
    await tenant.channel({ url: sink.url });
    for (let step = 0; step < 5; step += 1) {
      await notifyAlerts(tenant.ctx, n, [tenant.alert({ id: `a${step}` })]);
      tenant.pass(step % 2 === 0 ? 0 : 1000);
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listNotifications(tenant.ctx, n, { page_size: 2, cursor });
      seen.push(...page.items.flatMap(({ alert_ids }) => alert_ids));
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
    expect(seen[0]).toBe('a4');
    await expect(listNotifications(tenant.ctx, n, { page_size: 2, cursor: 'nonsense' })).rejects.toMatchObject({ code: 'bad_cursor' });
  });
});
