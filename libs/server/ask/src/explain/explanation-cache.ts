import { explanationSchema, type Explanation } from '@aoc/contracts';
import { privacyKey, type TenantContext } from '@aoc/server/context';
import type { EventDocument } from '@aoc/server/events';
import type { ExpiringStore } from '@aoc/server/queues';

/** Raised when explanations change, so that older ones are not served. */
const VERSION = '1';
const DAY_S = 86_400;
/** While the 24 hours after an event are not over, more that belongs to it may come. */
const RECENT_S = 3600;

/** What an explanation depends on beside the event: whose it is, what they may see, and which language model writes. */
export const explanationKey = (ctx: TenantContext, event: EventDocument, model: string): string[] => [
  'explanation',
  VERSION,
  ctx.tenantId,
  event.dedupe_key,
  privacyKey(ctx),
  model,
];

/** The stored explanation; null when there is none or it cannot be read. */
export async function storedExplanation(cache: ExpiringStore, key: readonly string[]): Promise<Explanation | null> {
  const text = await cache.get(key);
  if (text === null) return null;
  const parsed = explanationSchema.safeParse(JSON.parse(text));
  return parsed.success ? { ...parsed.data, cached: true } : null;
}

/** Keeps an explanation for a day, or for an hour when its event is less than a day old. */
export async function storeExplanation(
  cache: ExpiringStore,
  key: readonly string[],
  explanation: Explanation,
  { event, now }: { event: EventDocument; now: Date },
): Promise<void> {
  const recent = now.getTime() - event.timestamp.getTime() < DAY_S * 1000;
  await cache.set(key, JSON.stringify(explanation), recent ? RECENT_S : DAY_S);
}
