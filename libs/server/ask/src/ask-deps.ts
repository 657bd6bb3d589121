import type { CoverageVerdict } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import type { EventStore } from '@aoc/server/events';
import type { ExpiringStore } from '@aoc/server/queues';
import type { LanguageModel, ModelTool } from './language-model';
import type { Budget } from './llm/budget';

/** What questions are answered with. */
export interface AskDeps {
  events: EventStore;
  /** How much of a time has been read. */
  coverage(ctx: TenantContext, range: { start?: Date; end?: Date }): Promise<CoverageVerdict>;
  /** IANA time zone of a tenant, for who names none; null where the tenant has none. */
  timeZoneOf(ctx: TenantContext): Promise<string | null>;
  cache: ExpiringStore;
  /** Null: every answer is computed. `name` tells answers of one model from those of another. */
  model: { languageModel: LanguageModel; name: string; budget: Budget } | null;
  /** Tools that the model may call for this caller. */
  tools(ctx: TenantContext): readonly ModelTool[];
  /** LLM_MAX_EVENTS. */
  maxEvents: number;
  /** Told what went wrong beside the answer, such as a cache that is away. */
  onProblem?: (what: string, error: unknown) => void;
}
