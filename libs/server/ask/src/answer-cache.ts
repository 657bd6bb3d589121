import { askAnswerSchema, type AskAnswer, type AskBody } from '@aoc/contracts';
import { privacyKey, type TenantContext } from '@aoc/server/context';
import { facetIndex } from '@aoc/server/events';
import type { AskDeps } from './ask-deps';

/** Raised when answers change, so that older ones are not served. */
const VERSION = '1';
const HOUR_S = 3600;

/**
 * What the stored events are just now: their number by service, and by tag where tags matter. Counters tell it in one query. It is part
 * of the key only, so that it may count what the caller does not see.
 */
async function evidenceMark(ctx: TenantContext, { events }: AskDeps, body: AskBody): Promise<string> {
  const tagged = Boolean(body.include_tags?.length || body.exclude_tags?.length || body.q?.includes('tag'));
  const rows = await events.facets
    .find(
      ctx,
      { field: { $in: tagged ? ['service', 'tag'] : ['service'] } },
      { projection: { _id: 0, value: 1, count: 1 }, hint: facetIndex.byCount },
    )
    .toArray();
  return JSON.stringify(rows.map(({ value, count }) => `${value}=${count}`).sort());
}

/**
 * Key of an answer: the question with its filters, whose events, as much of them as the caller may see, the state of these, the day (for
 * words such as yesterday), and what answers.
 */
export async function answerKey(ctx: TenantContext, deps: AskDeps, body: AskBody, timeZone: string): Promise<string[]> {
  const { async_mode: _async, question, ...filters } = body;
  const day = new Intl.DateTimeFormat('en-CA', { timeZone }).format(ctx.clock.now());
  return [
    'answer',
    VERSION,
    ctx.tenantId,
    JSON.stringify([privacyKey(ctx), ctx.role]),
    question.normalize('NFKC').replace(/\s+/g, ' ').trim(),
    JSON.stringify(Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1))),
    timeZone,
    day,
    deps.model?.name ?? '',
    String(deps.maxEvents),
    await evidenceMark(ctx, deps, body),
  ];
}

/** A stored answer; null when there is none, or the cache is away. */
export async function storedAnswer({ cache, onProblem }: AskDeps, key: readonly string[]): Promise<AskAnswer | null> {
  try {
    const text = await cache.get(key);
    if (text === null) return null;
    const parsed = askAnswerSchema.safeParse(JSON.parse(text));
    return parsed.success ? { ...parsed.data, cached: true } : null;
  } catch (error) {
    onProblem?.('an answer could not be read from the cache', error);
    return null;
  }
}

/** Keeps an answer for an hour. One that lacks what the model would have said is not kept. */
export async function storeAnswer({ cache, onProblem }: AskDeps, key: readonly string[], answer: AskAnswer): Promise<void> {
  if (answer.llm_error !== null) return;
  try {
    await cache.set(key, JSON.stringify(answer), HOUR_S);
  } catch (error) {
    onProblem?.('an answer could not be kept in the cache', error);
  }
}
