import type { Actor, NormalizedEvent, Target } from '@aoc/contracts';
import { isEmptyGuid, isGuid } from './identifiers';
import type { Mappings } from './mappings/mappings';
import { eventOf } from './normalize';
import { draftOf } from './shapes/detect';

/** A name found for a GUID; `type` as the directory calls it, e.g. `User`. */
export interface ResolvedName {
  display: string;
  upn?: string;
  type?: string;
}

const lacksName = ({ id, display }: { id: string | null; display: string | null }): boolean =>
  display === null && id !== null && isGuid(id) && !isEmptyGuid(id);

/** GUIDs (lower case, unique) of the actor and the targets that came without a display name. */
export function unresolvedReferences(event: Pick<NormalizedEvent, 'actor' | 'targets'>): string[] {
  return [...new Set([event.actor, ...event.targets].filter(lacksName).flatMap(({ id }) => id?.toLowerCase() ?? []))];
}

function namedActor(actor: Actor, names: ReadonlyMap<string, ResolvedName>): Actor {
  const name = lacksName(actor) ? names.get(actor.id?.toLowerCase() ?? '') : undefined;
  return name ? { ...actor, display: name.display, upn: actor.upn ?? name.upn ?? null } : actor;
}

function namedTarget(target: Target, names: ReadonlyMap<string, ResolvedName>): Target {
  const name = lacksName(target) ? names.get(target.id?.toLowerCase() ?? '') : undefined;
  return name ? { ...target, display: name.display, upn: target.upn ?? name.upn ?? null, type: target.type ?? name.type ?? null } : target;
}

/**
 * The event with names filled in: actor, targets, target_displays, summary, search text and entity keys. `names` is keyed by
 * lower-case GUID. `event.raw` must be the record itself (after `fromStorableRaw` for a stored event): the sentence is made anew
 * from it. Identity and time never change; without a fitting name the same event comes back.
 */
export function applyNames(event: NormalizedEvent, names: ReadonlyMap<string, ResolvedName>, mappings: Mappings): NormalizedEvent {
  if (!unresolvedReferences(event).some((id) => names.has(id))) return event;
  const draft = draftOf(event.raw);
  if (draft === null) return event;
  const actor = namedActor(draft.actor, names);
  const targets = draft.targets.map((target) => namedTarget(target, names));
  const renamed = eventOf({ ...draft, actor, targets }, event.timestamp, event.raw, { source: event.source, mappings });
  return { ...renamed, id: event.id, dedupe_key: event.dedupe_key };
}
