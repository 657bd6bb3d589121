import type { Alert } from '@aoc/contracts';
import { markNotified, type AlertStore, type Raised } from '@aoc/server/alerts';
import type { TenantContext } from '@aoc/server/context';
import type { LiveEvent } from '@aoc/server/events';
import { liveEvent } from '@aoc/server/ingestion';
import { notifyAlerts, type Notifications } from '@aoc/server/notifications';

/** Alerts about what happened longer ago are shown, but nobody is woken for them: a first fetch reads days of the past at once. */
const TOLD_SECONDS = 48 * 3600;

/** Where alerts are told to: live views of the tenant, and its channels. */
export interface Audience {
  publish(ctx: TenantContext, events: readonly LiveEvent[]): Promise<void>;
  notifications: Notifications;
}

/** Tells of alerts that are new or grew. A repeat sends nothing twice: messages are named after alert and occasion. */
export const tellAlerts =
  ({ publish, notifications }: Audience) =>
  async (ctx: TenantContext, raised: readonly Raised[]): Promise<void> => {
    const untold = raised.filter(({ alert }) => alert.notified_at === null && alert.late_by_seconds <= TOLD_SECONDS);
    const results = new Map(untold.map(({ alert, event }) => [alert.id, event.result]));
    const alerts = untold.map(({ alert }) => alert);
    await notifyAlerts(ctx, notifications, alerts, ({ id }) => results.get(id));
    await publish(
      ctx,
      raised.map(({ alert, event }) => ({ ...liveEvent(ctx, event), alert })),
    );
  };

/** Tells channels of an alert that somebody opened again. */
export const tellReopened =
  (notifications: Notifications) =>
  async (ctx: TenantContext, alert: Alert): Promise<void> =>
    void (await notifyAlerts(ctx, notifications, [alert]));

/** Notes on alerts that somebody was told of them. */
export const noteDelivered =
  (alerts: AlertStore) =>
  (ctx: TenantContext, alertIds: readonly string[], at: Date): Promise<void> =>
    markNotified(ctx, alerts, alertIds, at);
