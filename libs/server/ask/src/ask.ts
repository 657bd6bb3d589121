import { composeAnswer, understand, type ComposedAnswer, type Evidence, type Understanding } from '@aoc/ask';
import { DomainError, type AskAnswer, type AskBody, type CitedEvent, type QueryInfo } from '@aoc/contracts';
import { printQuery } from '@aoc/query';
import type { TenantContext } from '@aoc/server/context';
import { queryOf } from '@aoc/server/events';
import { answerKey, storeAnswer, storedAnswer } from './answer-cache';
import type { AskDeps } from './ask-deps';
import { gatherEvidence } from './evidence/gather-evidence';
import { knownNames } from './evidence/known-names';
import { toCited } from './to-cited';
import { wordAnswer, type Worded } from './word-answer';

/** Told while a question is answered. */
export interface AskWatch {
  onUnderstood?: (info: QueryInfo) => void;
  onText?: (piece: string) => void;
  signal?: AbortSignal;
}

/** Events that a computed answer is written from; more would not be cited. */
const COMPUTED_SAMPLE = 60;

/** @throws DomainError bad_request when the question names times that cannot be; bad_query when its filters cannot be read */
async function meaningOf(ctx: TenantContext, deps: AskDeps, body: AskBody, timeZone: string) {
  if (body.q !== undefined) queryOf({ q: body.q });
  const names = await knownNames(ctx, deps.events);
  const meaning = understand({ question: body.question, filters: body, now: ctx.clock.now().getTime(), timeZone, names });
  if (meaning.contradiction === null) return { names, meaning };
  throw new DomainError('bad_request', meaning.contradiction, { errors: [{ path: 'body.question', message: meaning.contradiction }] });
}

function infoOf(meaning: Understanding, evidence: Evidence | null, body: AskBody): QueryInfo {
  return {
    question_type: meaning.type,
    entity: meaning.named.find(({ kind }) => kind !== 'service' && kind !== 'operation')?.name ?? null,
    start: new Date(meaning.span.from).toISOString(),
    end: new Date(meaning.span.to).toISOString(),
    query: meaning.declined ? '' : printQuery(meaning.query),
    chips: [...meaning.chips],
    event_count: evidence?.events.length ?? 0,
    total_matched: evidence?.tally.total ?? 0,
    completeness: evidence?.tally.completeness ?? 'exact',
    services_queried: [...(body.services?.length ? body.services : meaning.services)],
    excluded_services: [...meaning.excludedServices],
  };
}

/** The events that were read, those that the computed answer cites first, each with its number. */
function numbered(composed: ComposedAnswer, evidence: Evidence, most: number): CitedEvent[] {
  const cited = new Set(composed.cited.map(({ dedupe_key }) => dedupe_key));
  const others = evidence.events.filter(({ dedupe_key }) => !cited.has(dedupe_key));
  return [...composed.cited, ...others].slice(0, Math.max(most, composed.cited.length)).map((event, at) => toCited(event, at + 1));
}

interface Answered {
  composed: ComposedAnswer;
  events: readonly CitedEvent[];
  info: QueryInfo;
  coverage: AskAnswer['coverage'];
  meaning: Understanding;
}

function toAnswer({ composed, events, info, coverage, meaning }: Answered, worded: Worded): AskAnswer {
  const written = worded && 'answer' in worded ? worded.answer : null;
  const cited = new Set(written ? written.cited : composed.cited.map((_event, at) => at + 1));
  return {
    answer: written?.text ?? composed.text,
    events: events.filter(({ number }) => cited.has(number)),
    query_info: info,
    coverage,
    declined: meaning.declined !== null,
    llm_used: written !== null,
    llm_error: worded && 'error' in worded ? worded.error : null,
    removed_citations: written?.removedCitations ?? 0,
    disagreements: [...(written?.disagreements ?? [])],
    cached: false,
    job_id: null,
  };
}

function tell(watch: AskWatch, answer: AskAnswer): AskAnswer {
  watch.onUnderstood?.(answer.query_info);
  watch.onText?.(answer.answer);
  return answer;
}

/**
 * Answers a question in plain words from the stored events that the caller may see: computed, and worded by a language model where there
 * is one that answers. A repeat within the hour is served from the cache as long as no event has come.
 * @throws DomainError bad_request for times that contradict each other; bad_query for filters that cannot be read
 */
export async function ask(ctx: TenantContext, deps: AskDeps, body: AskBody, watch: AskWatch = {}): Promise<AskAnswer> {
  const timeZone = body.time_zone ?? (await deps.timeZoneOf(ctx)) ?? 'UTC';
  const key = await answerKey(ctx, deps, body, timeZone);
  const stored = await storedAnswer(deps, key);
  if (stored) return tell(watch, stored);
  const { meaning, names } = await meaningOf(ctx, deps, body, timeZone);
  const range = meaning.time === 'all' ? {} : { start: new Date(meaning.span.from), end: new Date(meaning.span.to) };
  const coverage = await deps.coverage(ctx, range);
  if (meaning.declined) {
    const text = meaning.declined.text;
    const composed = { text, cited: [], numbers: [], people: [] };
    return tell(watch, toAnswer({ composed, events: [], info: infoOf(meaning, null, body), coverage, meaning }, null));
  }
  const sample = deps.model ? deps.maxEvents : Math.min(deps.maxEvents, COMPUTED_SAMPLE);
  const evidence = await gatherEvidence(ctx, deps.events, { meaning, names, sample, timeZone, coverage });
  watch.signal?.throwIfAborted();
  const composed = composeAnswer({ meaning, evidence, timeZone });
  const info = infoOf(meaning, evidence, body);
  watch.onUnderstood?.(info);
  const events = numbered(composed, evidence, deps.maxEvents);
  const worded = await wordAnswer(ctx, deps, { body, composed, events, coverage, info, ...watch });
  const answer = toAnswer({ composed, events, info, coverage, meaning }, worded);
  if (!answer.llm_used) watch.onText?.(answer.answer);
  await storeAnswer(deps, key, answer);
  return answer;
}
