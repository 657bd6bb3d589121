import type { Config } from '@aoc/server/config';
import type { TenantContext } from '@aoc/server/context';
import { openAlerting, prepareRules, type Alerting } from '@aoc/server/detection';
import type { Connection } from '@aoc/server/mongo';
import { createLogger } from '@aoc/server/observability';
import { QueueClient } from '@aoc/server/queues';
import { openQueue } from '@aoc/server/startup';

export interface RulesOfImport {
  steps: Partial<Alerting['steps']>;
  /** Alerts that were raised or grew so far; null when rules do not run. */
  alerts(): number | null;
  close(): Promise<void>;
}

const WITHOUT: RulesOfImport = { steps: {}, alerts: () => null, close: () => Promise.resolve() };

/**
 * Runs the tenant's rules on what is imported, as the worker does, where ALERTS_ENABLED says so.
 * @throws StartError when the queue, in which the windows of rules are kept, does not answer
 */
export async function openRules(ctx: TenantContext, connection: Connection, config: Config): Promise<RulesOfImport> {
  if (!config.ALERTS_ENABLED) return WITHOUT;
  if (config.REDIS_URL === '') {
    console.log('Rules do not run on what is imported: REDIS_URL is not set.');
    return WITHOUT;
  }
  const logger = createLogger('import', config.LOG_LEVEL, process.stderr);
  const valkey = await openQueue(config, logger);
  const queue = new QueueClient(valkey, config.QUEUE_PREFIX);
  let alerts = 0;
  const { detection, steps } = openAlerting({ connection, valkey }, config, queue, (tally) => (alerts += tally.alerts));
  await prepareRules(ctx, connection, detection);
  return {
    steps,
    alerts: () => alerts,
    async close() {
      await queue.close();
      valkey.disconnect();
    },
  };
}
