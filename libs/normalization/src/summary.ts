import type { Actor, Target } from '@aoc/contracts';
import type { Draft } from './draft';
import { isEmptyGuid } from './identifiers';
import { clip } from './json';
import { categoryLabel, type Mappings, templatesFor } from './mappings/mappings';
import { renderFirst } from './mappings/template';
import { changedProperties } from './search-text';

const MAX_SUMMARY = 300;
const SHOWN_CHANGES = 3;

/** What people call a target; its id only where there is no name. */
export const targetName = ({ display, upn, id }: Target): string | null => display ?? upn ?? (id !== null && isEmptyGuid(id) ? null : id);

/** What people call an actor; its id only where there is no name. */
export const actorName = ({ display, upn, id }: Actor): string | null => display ?? upn ?? id;

const hasName = ({ display, upn }: Target): boolean => display !== null || upn !== null;
const PEOPLE = new Set(['user', 'serviceprincipal', 'group', 'device']);
const MEMBERSHIPS = new Set(['role', 'group', 'administrativeunit']);
const CONTAINERS = new Set(['role', 'group', 'application', 'administrativeunit']);

/**
 * Whom an action is about, and what else it involves. The first target is the subject, but where PIM lists the role first and the
 * user last, or a group comes before its new member, the sentence is still about the person.
 */
function sides(targets: readonly Target[]): { subject: Target | null; related: Target | null } {
  const named = targets.filter(hasName);
  const [first] = named;
  if (!first) return { subject: targets[0] ?? null, related: null };
  const type = first.type?.toLowerCase() ?? '';
  if (MEMBERSHIPS.has(type)) {
    const person = named.find((item) => item !== first && PEOPLE.has(item.type?.toLowerCase() ?? ''));
    if (person) return { subject: person, related: first };
  }
  // Folders are where it happened, not what it happened to.
  const others = named.filter((item) => item !== first && item.type !== 'Folder' && targetName(item) !== targetName(first));
  return { subject: first, related: others.find((item) => CONTAINERS.has(item.type?.toLowerCase() ?? '')) ?? others[0] ?? null };
}

/** `DetectionRules` of Intune's `$Collection.DetectionRules.Path[0]`; every other name as it is. */
const propertyName = (property: string): string => /^\$Collection\.(\w{1,80})/.exec(property)?.[1] ?? property;

function changesText(targets: readonly Target[]): string | null {
  const names = [...new Set(changedProperties(targets).map(propertyName))];
  if (names.length === 0) return null;
  const shown = names.slice(0, SHOWN_CHANGES).join(', ');
  return names.length > SHOWN_CHANGES ? `${shown} and ${names.length - SHOWN_CHANGES} more` : shown;
}

/** Names in sentences: on one line and not endless. */
const short = (name: string | null): string | null => (name === null ? null : clip(name.replace(/\s+/g, ' ').trim(), 100));

export interface Display {
  category: string;
  summary: string;
}

/** Label and one-line sentence of an event from the mapping file. */
export function display(draft: Draft, mappings: Mappings): Display {
  const { service, operation, targets, actor, result, detail } = draft;
  const category = categoryLabel(mappings, draft.category, service);
  const { subject, related } = sides(targets);
  const sentence = renderFirst(templatesFor(mappings, draft), result, mappings.resultNotes, {
    operation: short(operation.replace(/\.$/, '')),
    actor: short(actorName(actor)),
    target: subject === null ? null : short(targetName(subject)),
    category,
    result,
    service,
    related: related === null ? null : short(targetName(related)),
    changes: changesText(targets),
    detail: short(detail),
    ip: actor.ip,
  });
  return { category: clip(category, 128), summary: clip(sentence.replace(/\s+/g, ' ').trim(), MAX_SUMMARY) };
}
