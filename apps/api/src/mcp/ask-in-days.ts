import { NameIndex, NO_NAMES, understand } from '@aoc/ask';
import { askBodySchema, type AskAnswer } from '@aoc/contracts';
import { ask, type AskDeps } from '@aoc/server/ask';
import type { TenantContext } from '@aoc/server/context';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Names tell nothing about times. */
const NAMELESS = new NameIndex(NO_NAMES);

/** Answers a question about the last days, unless the question names a time itself: filters would win over it. */
export function askInDays(
  ctx: TenantContext,
  deps: AskDeps,
  { question, days }: { question: string; days: number },
  signal: AbortSignal,
): Promise<AskAnswer> {
  const now = ctx.clock.now().getTime();
  const { time } = understand({ question, filters: {}, now, timeZone: 'UTC', names: NAMELESS });
  // Whole minutes, so that a question that is asked again soon is found in the cache.
  const start = new Date(Math.floor((now - days * DAY_MS) / MINUTE_MS) * MINUTE_MS);
  const body = askBodySchema.parse({ question, ...(time === 'default' ? { start: start.toISOString() } : {}) });
  return ask(ctx, deps, body, { signal });
}
