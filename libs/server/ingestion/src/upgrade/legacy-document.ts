import type { JsonObject, RejectionReason } from '@aoc/contracts';
import { normalizeLegacy, toStorableRaw, type Mappings } from '@aoc/normalization';
import { actorKey, legacyComments, legacyDate, type EventDocument } from '@aoc/server/events';

/** Marks events that came from 1.x; no journal row has this id, so that no batch takes them for its own. */
export const UPGRADE_BATCH = 'upgrade-1.x';

/** What is written over an event of 1.x; `_id` and fields that this version does not know stay as they are. */
export type UpgradedEvent = Omit<EventDocument, '_id' | 'tenant_id' | 'raw_text'>;

export type UpgradeVerdict = { ok: true; event: UpgradedEvent } | { ok: false; reason: RejectionReason; detail: string };

const wordsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : value === null || value === undefined || value === '' ? [] : [value]).map((word) => String(word));

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
  const ingested_at = legacyDate(document.ingested_at) ?? storedAt ?? now;
  return {
    ok: true,
    event: {
      ...event,
      targets: toStorableRaw(targets),
      raw: toStorableRaw(raw),
      actor_key: actorKey(event.actor_display, event.actor_upn),
      ingested_at,
      tags: [...new Set(wordsOf(document.tags))],
      comments: legacyComments(document.comments, ingested_at, event.id),
      ingest_batch: UPGRADE_BATCH,
    },
  };
}
