import type { Alert, Notification } from '@aoc/contracts';
import { startHttpSink, type HttpSink } from '@aoc/tools/notification-sinks';
import type { Notifications } from '../notifications';
import { listNotifications } from '../outbox/list-notifications';
import { notifyAlerts } from '../outbox/notify-alerts';
import { resendNotification } from '../outbox/resend-notification';
import { notificationsFixture, type NotificationsFixture, type TestTenant } from '../testing/notifications-fixture';
import { deliverDue } from './deliver-due';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const night = { time_zone: 'Europe/Berlin', start: '22:00', end: '07:00' };

describe('notifications that are held', () => {
  let fixture: NotificationsFixture;
  let n: Notifications;
  let sink: HttpSink;
  beforeAll(async () => {
    fixture = await notificationsFixture('notify_held');
    n = fixture.notifications;
  });
  beforeEach(async () => {
    sink = await startHttpSink();
  });
  afterEach(() => sink.stop());
  afterAll(() => fixture.database.stop());

  const log = async ({ ctx }: TestTenant): Promise<Notification[]> => (await listNotifications(ctx, n, { page_size: 200 })).items;
  const idsOf = (json: unknown): string[] => {
    const { id, alerts } = { id: '', alerts: undefined, ...Object(json) };
    return Array.isArray(alerts) ? alerts.map((one: unknown) => String(Reflect.get(Object(one), 'id'))) : [String(id)];
  };
  const announce = (tenant: TestTenant, ...alerts: Alert[]) => notifyAlerts(tenant.ctx, n, alerts);
  const nothing = { delivered: 0, retried: 0, dead: 0 };

  it('are gathered into one message per digest window, though many deliver and announce', async () => {
    const tenant = fixture.tenant('2026-03-10T08:05:00.000Z');
    await tenant.channel({ url: sink.url, digest_minutes: 15 });
    const first = Array.from({ length: 12 }, (_, i) => tenant.alert({ id: `a${i}`, severity: i === 7 ? 'critical' : 'low' }));
    await Promise.all([0, 4, 8].map((at) => announce(tenant, ...first.slice(at, at + 4))));
    await Promise.all([0, 1].map(() => announce(tenant, ...first)));
    tenant.pass(9 * MINUTE);
    await announce(tenant, tenant.alert({ id: 'late' }));
    const [waiting, ...others] = await log(tenant);
    expect(others).toEqual([]);
    expect(waiting).toMatchObject({ status: 'waiting', next_attempt_at: '2026-03-10T08:15:00.000Z' });
    expect(waiting?.alert_ids).toHaveLength(13);
    expect(await deliverDue(tenant.ctx, n)).toEqual(nothing);
    tenant.pass(MINUTE);
    await announce(tenant, tenant.alert({ id: 'next' }));
    const workers = await Promise.all(Array.from({ length: 4 }, () => deliverDue(tenant.ctx, n)));
    expect(workers.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(1);
    expect(sink.requests).toHaveLength(1);
    expect(idsOf(sink.requests[0]?.json).toSorted()).toEqual([...first.map(({ id }) => id), 'late'].toSorted());
    expect(sink.requests[0]?.json).toMatchObject({ count: 13, id: 'a7', title: expect.stringMatching(/^\[CRITICAL\] 13 alerts: /) });
    tenant.pass(15 * MINUTE);
    expect(await deliverDue(tenant.ctx, n)).toMatchObject({ delivered: 1 });
    expect(idsOf(sink.requests[1]?.json)).toEqual(['next']);
    // Announced again after a crash, in another window.
    await announce(tenant, ...first);
    tenant.pass(HOUR);
    expect(await deliverDue(tenant.ctx, n)).toEqual(nothing);
    expect(await log(tenant)).toHaveLength(2);
  });

  it('stay the same message through its tries', async () => {
    const tenant = fixture.tenant();
    await tenant.channel({ url: sink.url, digest_minutes: 60 });
    await announce(tenant, tenant.alert({ id: 'x' }), tenant.alert({ id: 'y' }));
    tenant.pass(HOUR);
    sink.next.push({ kind: 'cut' }, { kind: 'status', status: 400 });
    expect(await deliverDue(tenant.ctx, n)).toEqual({ ...nothing, retried: 1 });
    tenant.pass(HOUR);
    expect(await deliverDue(tenant.ctx, n)).toEqual({ ...nothing, dead: 1 });
    const [dead] = await log(tenant);
    expect(dead?.alert_ids.toSorted()).toEqual(['x', 'y']);
    await resendNotification(tenant.ctx, n, dead?.id ?? '');
    expect(await deliverDue(tenant.ctx, n)).toEqual({ ...nothing, delivered: 1 });
    expect(new Set(sink.requests.map(({ body }) => body)).size).toBe(1);
  });

  it('go out by themselves when they come after their message was put together', async () => {
    const tenant = fixture.tenant();
    await tenant.channel({ url: sink.url, digest_minutes: 60 });
    await announce(tenant, tenant.alert({ id: 'in time' }));
    const [message] = await log(tenant);
    // Sent before its time, because a person asked; the window is still open.
    await resendNotification(tenant.ctx, n, message?.id ?? '');
    expect(await deliverDue(tenant.ctx, n)).toMatchObject({ delivered: 1 });
    await announce(tenant, tenant.alert({ id: 'late' }), tenant.alert({ id: 'later' }));
    expect(await deliverDue(tenant.ctx, n)).toMatchObject({ delivered: 2 });
    expect(
      sink.requests
        .map(({ json }) => idsOf(json))
        .flat()
        .toSorted(),
    ).toEqual(['in time', 'late', 'later']);
  });

  it('come when quiet hours end, in the zone of the channel; critical ones at once', async () => {
    // The night in which clocks are put forward.
    const tenant = fixture.tenant('2026-03-28T22:30:00.000Z');
    await tenant.channel({ url: sink.url, quiet_hours: night });
    await announce(tenant, tenant.alert({ id: 'high' }), tenant.alert({ id: 'critical', severity: 'critical' }));
    expect(await deliverDue(tenant.ctx, n)).toMatchObject({ delivered: 1 });
    expect(idsOf(sink.requests[0]?.json)).toEqual(['critical']);
    await announce(tenant, tenant.alert({ id: 'low', severity: 'low' }));
    const waiting = (await log(tenant)).find(({ status }) => status === 'waiting');
    expect(waiting).toMatchObject({ next_attempt_at: '2026-03-29T05:00:00.000Z' });
    tenant.pass(6.5 * HOUR - 1);
    expect(await deliverDue(tenant.ctx, n)).toEqual(nothing);
    tenant.pass(1);
    expect(await deliverDue(tenant.ctx, n)).toMatchObject({ delivered: 1 });
    expect(idsOf(sink.requests[1]?.json).toSorted()).toEqual(['high', 'low']);
    // By day at once.
    await announce(tenant, tenant.alert({ id: 'day' }));
    expect(await deliverDue(tenant.ctx, n)).toMatchObject({ delivered: 1 });
  });

  it('of a digest whose window ends in quiet hours come with the morning', async () => {
    const tenant = fixture.tenant('2026-01-15T20:50:00.000Z');
    await tenant.channel({ url: sink.url, digest_minutes: 60, quiet_hours: night });
    await announce(tenant, tenant.alert());
    const [waiting] = await log(tenant);
    expect(waiting?.next_attempt_at).toBe('2026-01-16T06:00:00.000Z');
  });
});
