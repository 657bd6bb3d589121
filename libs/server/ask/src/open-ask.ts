import type { Config } from '@aoc/server/config';
import type { Detection } from '@aoc/server/detection';
import type { EventStore } from '@aoc/server/events';
import { coverageVerdict, type TenantIngestion } from '@aoc/server/ingestion';
import type { ExpiringStore } from '@aoc/server/queues';
import type { AskDeps } from './ask-deps';

/** What a process answers questions with. */
export interface AskParts extends Pick<AskDeps, 'model' | 'tools' | 'onProblem'> {
  config: Pick<Config, 'LLM_MAX_EVENTS'>;
  events: EventStore;
  tenantIngestion: TenantIngestion;
  cache: ExpiringStore;
  /** Working time of a tenant, whose zone is that of its questions. */
  workingTimeOf: Detection['workingTimeOf'];
}

export const openAsk = ({ config, tenantIngestion, workingTimeOf, ...parts }: AskParts): AskDeps => ({
  ...parts,
  timeZoneOf: async ({ tenantId }) => (await workingTimeOf(tenantId))?.time_zone ?? null,
  maxEvents: config.LLM_MAX_EVENTS,
  coverage: async (ctx, range) => coverageVerdict(ctx, await tenantIngestion.of(ctx), range),
});
