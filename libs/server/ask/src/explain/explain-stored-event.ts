import { explainEvent } from '@aoc/ask';
import type { Explanation } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { toEvent, type EventDocument, type EventStore } from '@aoc/server/events';
import type { Ingestion } from '@aoc/server/ingestion';
import type { ExpiringStore } from '@aoc/server/queues';
import { toCited } from '../to-cited';
import { actorHistory } from './actor-history';
import { eventNames } from './event-names';
import { explanationKey, storedExplanation, storeExplanation } from './explanation-cache';
import { modelText, type Model } from './model-text';
import { relatedEvents } from './related-events';
import { applicationOf, countryOf } from './sign-in-facts';
import { visibleEvent } from './visible-event';

/** What explaining works with. */
export interface Explaining {
  events: EventStore;
  ingestion: Pick<Ingestion, 'stores'>;
  cache: ExpiringStore;
  /** Null: explanations are computed. */
  model: Model | null;
  /** Told that the cache failed; explanations go on without it. */
  onProblem?: (error: unknown) => void;
}

async function explainAnew(ctx: TenantContext, parts: Explaining, document: EventDocument): Promise<Explanation> {
  const event = toEvent(document);
  const [names, related, history] = await Promise.all([
    eventNames(ctx, parts.ingestion, event),
    relatedEvents(ctx, parts.events, document),
    actorHistory(ctx, parts.events, document),
  ]);
  const { sections, markdown, forModel } = explainEvent({
    event,
    country: countryOf(document.raw),
    application: applicationOf(document),
    names,
    related: related.events,
    relatedCount: related.count,
    relatedCountIsExact: related.countIsExact,
    history,
  });
  const written = parts.model ? await modelText(ctx, parts.model, forModel) : null;
  const text = written && 'text' in written ? written.text : null;
  return {
    event_id: event.id,
    explanation: text ?? markdown,
    ...sections,
    names: Object.fromEntries(names),
    related_events: related.events.map((other, index) => toCited(other, index + 1)),
    related_count: related.count,
    llm_used: text !== null,
    llm_error: written && 'error' in written ? written.error : null,
    cached: false,
  };
}

/**
 * What an event means, whether it is usual and what to do next; `id` is its id or its dedupe key. Repeats are served from the cache, but
 * only to who may see the event and exactly as much around it.
 * @throws DomainError not_found; privacy_gated when the event is hidden from the caller
 */
export async function explainStoredEvent(ctx: TenantContext, parts: Explaining, id: string): Promise<Explanation> {
  const document = await visibleEvent(ctx, parts.events, id);
  const key = explanationKey(ctx, document, parts.model?.name ?? '');
  const withoutFail = async <T>(work: Promise<T>): Promise<T | null> => {
    try {
      return await work;
    } catch (error) {
      parts.onProblem?.(error);
      return null;
    }
  };
  const stored = await withoutFail(storedExplanation(parts.cache, key));
  if (stored) return stored;
  const explanation = await explainAnew(ctx, parts, document);
  // What the language model could not write now it may write the next time.
  if (explanation.llm_error === null)
    await withoutFail(storeExplanation(parts.cache, key, explanation, { event: document, now: ctx.clock.now() }));
  return explanation;
}
