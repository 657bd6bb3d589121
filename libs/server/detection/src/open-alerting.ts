import type { TenantId } from '@aoc/contracts';
import type { Config } from '@aoc/server/config';
import type { LiveEvent } from '@aoc/server/events';
import type { Ingestion } from '@aoc/server/ingestion';
import type { Connection } from '@aoc/server/mongo';
import { openNotifications, type Notifications } from '@aoc/server/notifications';
import { jobs, publishLive, WindowStore, type QueueClient, type Redis } from '@aoc/server/queues';
import { detectionStep } from './detect-events';
import type { Detection, DetectionTally } from './detection';
import { openDetection } from './open-detection';
import { tellAlerts, tellReopened } from './tell-alerts';

export interface Alerting {
  detection: Detection;
  notifications: Notifications;
  /** What ingestion does with new events: rules run on them (unless ALERTS_ENABLED is false), live views are told of what was stored. */
  steps: Required<Pick<Ingestion, 'afterNew' | 'onStored'>>;
}

/** Detection of one process, whose alerts are told to live views and to channels. */
export function openAlerting(
  { connection, valkey }: { connection: Connection; valkey: Redis },
  config: Config,
  queue: QueueClient,
  onTally: (tally: DetectionTally) => void = () => undefined,
): Alerting {
  const onStored = (tenant: TenantId, events: readonly LiveEvent[]): Promise<void> =>
    publishLive(
      valkey,
      config.QUEUE_PREFIX,
      tenant,
      events.map((event) => JSON.stringify(event)),
    );
  const notifications: Notifications = {
    ...openNotifications(connection, config),
    // Without the queue the next schedule finds it.
    onWritten: () => void queue.add(jobs.dispatchNotifications, {}, { deduplicationId: 'written' }).catch(() => undefined),
  };
  const opened = openDetection(connection, config, new WindowStore(valkey, config.QUEUE_PREFIX));
  const detection: Detection = {
    ...opened,
    alerts: { ...opened.alerts, onReopened: tellReopened(notifications) },
    onRaised: tellAlerts({ publish: (ctx, events) => onStored(ctx.tenantId, events), notifications }),
    onTally,
  };
  const afterNew = config.ALERTS_ENABLED ? [detectionStep(detection)] : [];
  return { detection, notifications, steps: { afterNew, onStored } };
}
