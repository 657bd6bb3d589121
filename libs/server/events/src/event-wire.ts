import type { AuditEvent, Comment, EventDetail, NormalizedEvent } from '@aoc/contracts';
import { fromStorableRaw } from '@aoc/normalization';
import type { EventDocument, StoredComment } from './event.schema';

/** Stored fields that lists leave out: large or internal. */
export const LIST_PROJECTION = { raw: 0, raw_text: 0, search_text: 0, lookup_keys: 0, actor_key: 0, ingest_batch: 0 } as const;
export type ListedEvent = Omit<EventDocument, 'raw' | 'raw_text' | 'search_text' | 'lookup_keys' | 'actor_key' | 'ingest_batch'>;

export const toComment = (comment: StoredComment): Comment => ({ ...comment, timestamp: comment.timestamp.toISOString() });

/** A stored event as it goes over the wire in lists. */
export function toEvent(document: Omit<ListedEvent, '_id'>): AuditEvent {
  return {
    id: document.id,
    tenant_id: document.tenant_id,
    source: document.source,
    dedupe_key: document.dedupe_key,
    timestamp: document.timestamp.toISOString(),
    ingested_at: document.ingested_at.toISOString(),
    service: document.service,
    operation: document.operation,
    result: document.result,
    actor: document.actor,
    actor_display: document.actor_display,
    actor_upn: document.actor_upn,
    targets: fromStorableRaw(document.targets),
    target_displays: document.target_displays,
    display_category: document.display_category,
    display_summary: document.display_summary,
    entity_keys: document.entity_keys,
    tags: document.tags,
    comments: document.comments.map(toComment),
  };
}

/** A stored event with the record as its source sent it. */
export const toEventDetail = (document: EventDocument): EventDetail => ({ ...toEvent(document), raw: fromStorableRaw(document.raw) });

/** A stored event as normalisation made it. */
export const toNormalized = (document: EventDocument): NormalizedEvent => ({
  ...document,
  targets: fromStorableRaw(document.targets),
  raw: fromStorableRaw(document.raw),
});
