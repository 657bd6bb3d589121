import type { NormalizedEvent, Source } from '@aoc/contracts';
import { applyNames, fromStorableRaw, normalize, toStorableRaw, type Mappings, type ResolvedName } from '@aoc/normalization';
import { actorKey, type EventDocument } from '@aoc/server/events';
import { withRawWords } from '../store/event-document';

/** Fields of a stored event that follow from its raw record and the mapping file. */
export type DerivedFields = Pick<
  EventDocument,
  | 'id'
  | 'timestamp'
  | 'service'
  | 'operation'
  | 'result'
  | 'actor'
  | 'actor_display'
  | 'actor_upn'
  | 'actor_key'
  | 'targets'
  | 'target_displays'
  | 'display_category'
  | 'display_summary'
  | 'search_text'
  | 'entity_keys'
  | 'lookup_keys'
>;

/** `rawText`: the stored text of the record, whose words are looked up by too. */
export function derivedOf(event: NormalizedEvent, rawText?: string): DerivedFields {
  const lookup_keys = rawText === undefined ? event.lookup_keys : withRawWords(event.lookup_keys, rawText);
  const { raw: _raw, source: _source, dedupe_key: _key, targets, ...rest } = event;
  return { ...rest, lookup_keys, targets: toStorableRaw(targets), actor_key: actorKey(event.actor_display, event.actor_upn) };
}

/** Names that a stored event already carries: they stay when it is normalised again. */
function knownNames(stored: Pick<EventDocument, 'actor' | 'targets'>): Map<string, ResolvedName> {
  const names = new Map<string, ResolvedName>();
  for (const { id, display, upn, type } of [stored.actor, ...stored.targets])
    if (id !== null && display !== null) names.set(id.toLowerCase(), { display, ...(upn ? { upn } : {}), ...(type ? { type } : {}) });
  return names;
}

/** A stored event normalised again from its raw record; null when the record can no longer be read as an event. */
export function renormalized(
  stored: Pick<EventDocument, 'raw' | 'actor' | 'targets'> & { source: Source },
  mappings: Mappings,
  now: Date,
): NormalizedEvent | null {
  const result = normalize(fromStorableRaw(stored.raw), { source: stored.source, mappings, now });
  return result.ok ? applyNames(result.event, knownNames(stored), mappings) : null;
}
