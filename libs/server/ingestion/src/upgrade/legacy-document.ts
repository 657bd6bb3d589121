import type { JsonObject, RejectionReason } from '@aoc/contracts';
import { normalizeLegacy, parseTimestamp, toStorableRaw, type Mappings } from '@aoc/normalization';
import { actorKey, type EventDocument, type StoredComment } from '@aoc/server/events';
import { createHash } from 'node:crypto';

/** Marks events that came from 1.x; no journal row has this id, so that no batch takes them for its own. */
export const UPGRADE_BATCH = 'upgrade-1.x';

/** What is written over an event of 1.x; `_id` and fields that this version does not know stay as they are. */
export type UpgradedEvent = Omit<EventDocument, '_id' | 'tenant_id' | 'raw_text'>;

export type UpgradeVerdict = { ok: true; event: UpgradedEvent } | { ok: false; reason: RejectionReason; detail: string };

const asDate = (value: unknown): Date | null => {
  const time = parseTimestamp(value);
  return time === null ? null : new Date(time);
};

/** UUID-shaped and always the same for the same comment, for comments that have no id. */
function idOfComment(parts: readonly unknown[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

const wordsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : value === null || value === undefined || value === '' ? [] : [value]).map((word) => String(word));

function commentsOf(value: unknown, fallback: Date, eventId: string): StoredComment[] {
  if (!Array.isArray(value)) return [];
  return value.map((comment: unknown, index): StoredComment => {
    const fields: JsonObject = typeof comment === 'object' && comment !== null ? { ...comment } : { text: comment };
    const content = typeof fields.text === 'string' ? fields.text : JSON.stringify(fields.text ?? fields);
    const author = typeof fields.author === 'string' && fields.author !== '' ? fields.author : 'unknown';
    const id = typeof fields.id === 'string' && fields.id !== '' ? fields.id : idOfComment([eventId, index, content, author]);
    return { id, text: content, author, timestamp: asDate(fields.timestamp ?? fields.created_at) ?? fallback };
  });
}

/**
 * An event of 1.x as this version stores it. 1.x did not write down when it stored an event: the time in its id says it.
 * @param document the stored document as JSON
 * @param storedAt time in the document's id; null when the id holds none
 */
export function upgradedEvent(
  document: JsonObject,
  { mappings, now, storedAt }: { mappings: Mappings; now: Date; storedAt: Date | null },
): UpgradeVerdict {
  const result = normalizeLegacy(document, { mappings, now });
  if (!result.ok) return result;
  const { raw, targets, ...event } = result.event;
  const ingested_at = asDate(document.ingested_at) ?? storedAt ?? now;
  return {
    ok: true,
    event: {
      ...event,
      targets: toStorableRaw(targets),
      raw: toStorableRaw(raw),
      actor_key: actorKey(event.actor_display, event.actor_upn),
      ingested_at,
      tags: [...new Set(wordsOf(document.tags))],
      comments: commentsOf(document.comments, ingested_at, event.id),
      ingest_batch: UPGRADE_BATCH,
    },
  };
}
