import { channelBodySchema, tenantIdSchema, type Alert, type NotificationChannel } from '@aoc/contracts';
import { parseConfig, type Config } from '@aoc/server/config';
import { systemContext, type TenantContext } from '@aoc/server/context';
import { eventCollection } from '@aoc/server/events';
import { ensureIndexes } from '@aoc/server/mongo';
import { buildAlert, testDatabase, type TestDatabase } from '@aoc/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { channelCollection, channelStateCollection } from '../channels/channel.schema';
import { createChannel } from '../channels/channels';
import { openNotifications, type Notifications } from '../notifications';
import { notificationCollection } from '../outbox/notification.schema';

/** A tenant of its own with a clock that is moved by hand. */
export interface TestTenant {
  ctx: TenantContext;
  pass(ms: number): void;
  channel(body: object): Promise<NotificationChannel>;
  /** An alert of the tenant. */
  alert(given?: Partial<Alert>): Alert;
}

export interface NotificationsFixture {
  database: TestDatabase;
  notifications: Notifications;
  /** Settings as those of `notifications`, with these in their place. */
  config(env: NodeJS.ProcessEnv): Config;
  tenant(at?: string): TestTenant;
}

const START = '2026-03-10T08:00:00.000Z';

/** A database of its own; receivers on loopback are allowed, waits have no jitter and a try takes at most 400 ms. */
export async function notificationsFixture(label: string, env: NodeJS.ProcessEnv = {}): Promise<NotificationsFixture> {
  const database = await testDatabase(label);
  await ensureIndexes(database.connection, [eventCollection, channelCollection, channelStateCollection, notificationCollection]);
  const settings = {
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    NOTIFY_ALLOW_PRIVATE: '127.0.0.1',
    PUBLIC_URL: 'https://aoc.example.com',
    ...env,
  };
  const notifications = { ...openNotifications(database.connection, parseConfig(settings)), sendMs: 400, random: () => 0.999 };
  return {
    database,
    notifications,
    config: (more) => parseConfig({ ...settings, ...more }),
    tenant(at = START) {
      let now = Date.parse(at);
      const ctx = systemContext(tenantIdSchema.parse(randomUUID()), 'test', { now: () => new Date(now) });
      return {
        ctx,
        pass: (ms) => void (now += ms),
        channel: (body) => createChannel(ctx, notifications, channelBodySchema.parse({ name: randomUUID(), kind: 'webhook', ...body })),
        alert: (given) => buildAlert({ tenant_id: ctx.tenantId, ...given }),
      };
    },
  };
}
