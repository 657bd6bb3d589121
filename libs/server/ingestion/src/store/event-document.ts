import type { NormalizedEvent } from '@aoc/contracts';
import { toStorableRaw, wordKeys } from '@aoc/normalization';
import { actorKey, type EventDocument } from '@aoc/server/events';

/** Characters of raw text that are stored, and words of it that are looked up by, at most (SEARCH_RAW_TEXT). */
const MAX_RAW_TEXT = 32_768;
const MAX_RAW_WORDS = 1000;

/** The whole record as text and as words to look it up by. */
function rawTextOf(raw: unknown, lookupKeys: readonly string[]): Pick<EventDocument, 'raw_text' | 'lookup_keys'> {
  const raw_text = JSON.stringify(raw).slice(0, MAX_RAW_TEXT).toWellFormed();
  return { raw_text, lookup_keys: [...new Set([...lookupKeys, ...wordKeys(raw_text, MAX_RAW_WORDS)])] };
}

/** What is written when an event is stored for the first time; tenant and dedupe key come from the filter of the upsert. */
export type NewEvent = Omit<EventDocument, '_id' | 'tenant_id' | 'dedupe_key'>;

export function newEvent(event: NormalizedEvent, options: { batchId: string; ingestedAt: Date; rawText: boolean }): NewEvent {
  const { dedupe_key: _key, raw, targets, ...rest } = event;
  return {
    ...rest,
    targets: toStorableRaw(targets),
    raw: toStorableRaw(raw),
    ...(options.rawText ? rawTextOf(raw, event.lookup_keys) : {}),
    actor_key: actorKey(event.actor_display, event.actor_upn),
    ingested_at: options.ingestedAt,
    tags: [],
    comments: [],
    ingest_batch: options.batchId,
  };
}
