import type { Config } from '@aoc/server/config';
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
}

export const openAsk = ({ config, tenantIngestion, ...parts }: AskParts): AskDeps => ({
  ...parts,
  maxEvents: config.LLM_MAX_EVENTS,
  coverage: async (ctx, range) => coverageVerdict(ctx, await tenantIngestion.of(ctx), range),
});
