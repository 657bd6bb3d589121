import type { JsonObject, NormalizedEvent, RejectionReason, Source } from '@aoc/contracts';
import { dedupeKey } from './dedupe-key';
import type { Draft } from './draft';
import { entityKeys } from './entity-keys';
import { clip, isObject } from './json';
import { lookupKeys } from './lookup-keys';
import type { Mappings } from './mappings/mappings';
import { measure } from './measure';
import { searchText } from './search-text';
import { draftOf } from './shapes/detect';
import { actorName, display, targetName } from './summary';
import { chooseTimestamp } from './timestamp';

export interface NormalizeOptions {
  /** where the record was read from; stored, but without influence on how the record is read */
  source: Source;
  mappings: Mappings;
  /** only to tell implausible timestamps */
  now: Date;
  /** largest record, in bytes of JSON; 1 MiB when absent */
  maxBytes?: number;
}

export type Normalized = { ok: true; event: NormalizedEvent } | { ok: false; reason: RejectionReason; detail: string };

const MAX_BYTES = 1_048_576;
const MAX_NAME = 256;

const rejected = (reason: RejectionReason, detail: string): Normalized => ({ ok: false, reason, detail: clip(detail, 500) });

const named = (name: string | null): string | null => (name === null ? null : clip(name, MAX_NAME));

/** The event of a draft; what depends on names and the mapping file is made here, so that both can be applied again. */
export function eventOf(
  draft: Draft,
  timestamp: Date,
  raw: JsonObject,
  { source, mappings }: Pick<NormalizeOptions, 'source' | 'mappings'>,
): NormalizedEvent {
  const dedupe = dedupeKey(draft, timestamp);
  const { category, summary } = display(draft, mappings);
  const event = {
    id: draft.id ?? dedupe,
    source,
    dedupe_key: dedupe,
    timestamp,
    service: clip(draft.service, MAX_NAME),
    operation: clip(draft.operation, MAX_NAME),
    result: draft.result,
    actor: draft.actor,
    actor_display: named(actorName(draft.actor)),
    actor_upn: named(draft.actor.upn),
    targets: draft.targets,
    target_displays: [...new Set(draft.targets.flatMap((target) => named(targetName(target)) ?? []))],
    display_category: category,
    display_summary: summary,
    raw,
    search_text: searchText(draft, summary),
    entity_keys: entityKeys(draft),
  };
  return { ...event, lookup_keys: lookupKeys(event) };
}

function normalizeChecked(raw: unknown, options: NormalizeOptions): Normalized {
  if (!isObject(raw))
    return rejected(
      'not_an_object',
      `a record must be a JSON object, this is ${Array.isArray(raw) ? 'a list' : raw === null ? 'null' : `a ${typeof raw}`}`,
    );
  const size = measure(raw, options.maxBytes ?? MAX_BYTES);
  if (!size.ok) return rejected('too_large', size.detail);
  const draft = draftOf(raw);
  if (draft === null) return rejected('unknown_shape', `no known kind of record; its keys: ${Object.keys(raw).slice(0, 12).join(', ')}`);
  const time = chooseTimestamp(draft.times, options.now);
  if (!time.ok) return rejected(time.reason, time.detail);
  return { ok: true, event: eventOf(draft, time.timestamp, raw, options) };
}

/**
 * One raw record of any source as an event, or the reason why it cannot be one. Pure, and never throws: a fault of the
 * normaliser itself is a rejection too, so that it costs one record and not the page.
 * `raw` in the event is the record itself, not a copy; `toStorableRaw` prepares it for the database.
 */
export function normalize(raw: unknown, options: NormalizeOptions): Normalized {
  try {
    return normalizeChecked(raw, options);
  } catch (error) {
    return rejected('unknown_shape', `normaliser failed: ${error instanceof Error ? error.message : 'unknown error'}`);
  }
}
