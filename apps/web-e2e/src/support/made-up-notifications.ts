import { channelBodySchema, tenantIdSchema, type Notification, type NotificationChannel, type Problem } from '@aoc/contracts';
import type { Page } from 'playwright-core';

const at = '2026-03-01T10:00:00.000Z';
const channelOf = (id: string, body: unknown): NotificationChannel => {
  const { url, secret, ...rest } = channelBodySchema.parse(body);
  return {
    ...rest,
    id,
    tenant_id: tenantIdSchema.parse('default'),
    destination: url === undefined ? '' : new URL(url).host,
    has_secret: secret !== undefined,
    from_environment: false,
    version: 1,
    created_at: at,
    updated_at: at,
    updated_by: 'Ann',
  };
};
const dead: Notification = {
  id: 'n1',
  tenant_id: tenantIdSchema.parse('default'),
  channel_id: 'c0',
  channel_name: 'On call',
  kind: 'slack',
  alert_ids: ['a1', 'a2'],
  title: 'High: Admin Role Assignment',
  status: 'dead',
  attempts: [{ at, ok: false, detail: 'hooks.slack.com answered 404: no_team', ms: 120 }],
  created_at: at,
  next_attempt_at: null,
  delivered_at: null,
};

/** Answers the notification routes from memory, for receivers that no test may reach. */
export async function madeUpNotifications(tab: Page): Promise<void> {
  const channels = [
    channelOf('c0', { name: 'On call', kind: 'slack', url: 'https://hooks.slack.com/services/x', routing: { severities: ['high'] } }),
  ];
  const log = [dead];
  const problem: Problem = {
    type: 'about:blank',
    title: 'Bad Request',
    status: 400,
    detail: 'body.url: is required',
    instance: '/api/notification-channels',
    code: 'bad_request',
    errors: [{ path: 'body.url', message: 'is required for a webhook' }],
  };
  await tab.route(/\/api\/notification-channels$/, async (route) => {
    if (route.request().method() === 'GET') return route.fulfill({ json: { items: channels } });
    const body: unknown = route.request().postDataJSON();
    if (channelBodySchema.parse(body).url === undefined) return route.fulfill({ status: 400, json: problem });
    const made = channelOf(`c${channels.length}`, body);
    channels.push(made);
    return route.fulfill({ status: 201, json: made });
  });
  await tab.route('**/api/notification-channels/*/test', (route) =>
    route.fulfill({ json: { ok: true, detail: 'hooks.example.com answered 200', ms: 31 } }),
  );
  await tab.route(/\/api\/notifications(\?|$)/, (route) => route.fulfill({ json: { items: log, next_cursor: null } }));
  await tab.route('**/api/notifications/*/resend', (route) => {
    const again: Notification = { ...dead, status: 'waiting', next_attempt_at: at };
    log.splice(0, 1, again);
    return route.fulfill({ status: 202, json: again });
  });
}
