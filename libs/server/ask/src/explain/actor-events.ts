import type { Actor } from '@aoc/contracts';
import { actorKey, eventIndex, type EventDocument } from '@aoc/server/events';

/** How the events of an actor are found: by an identifier, or by the name that is shown. */
export type ActorMark = { entity_keys: string } | { actor_key: string };

const folded = (text: string | null): string | null => text?.trim().toLowerCase() ?? null;

type ActorEvent = Pick<EventDocument, 'actor' | 'actor_display' | 'actor_upn' | 'entity_keys'>;

/**
 * How everything that this actor did is found, whatever source tells it: by sign-in name, id or, for applications, name; where none of
 * these is known, by the name that is shown. Null when the record names nobody.
 */
export function actorMark({ actor, actor_display, actor_upn, entity_keys }: ActorEvent): ActorMark | null {
  const marks = [actor.upn, actor.id, actor.type === 'application' ? actor.display : null].flatMap((mark) => folded(mark) ?? []);
  const key = marks.find((mark) => entity_keys.includes(mark));
  if (key !== undefined) return { entity_keys: key };
  const name = actorKey(actor_display, actor_upn);
  return name.trim() === '' ? null : { actor_key: name };
}

/** The index that finds the events of a mark within a time. */
export const indexOf = (mark: ActorMark): string => ('actor_key' in mark ? eventIndex.actor : eventIndex.entity);

/**
 * Whether two events have the same actor: an entity key alone could also name what the other event was done to. Whichever marks both
 * have decide, then the name that is shown.
 */
export function isSameActor(a: Actor, b: Actor): boolean {
  for (const mark of ['upn', 'id', 'display'] as const)
    if (a[mark] !== null && b[mark] !== null) return folded(a[mark]) === folded(b[mark]);
  return false;
}
