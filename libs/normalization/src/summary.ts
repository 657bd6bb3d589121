import type { Actor, Target } from '@aoc/contracts';
import type { Draft } from './draft';
import { clip } from './json';
import { categoryLabel, type Mappings, templatesFor } from './mappings/mappings';
import { renderFirst } from './mappings/template';
import { changedProperties } from './search-text';

const MAX_SUMMARY = 300;
const SHOWN_CHANGES = 3;

/** What people call a target; its id only where there is no name. */
export const targetName = ({ display, upn, id }: Target): string | null => display ?? upn ?? id;

/** What people call an actor; its id only where there is no name. */
export const actorName = ({ display, upn, id }: Actor): string | null => display ?? upn ?? id;

const hasName = ({ display, upn }: Target): boolean => display !== null || upn !== null;
const PEOPLE = new Set(['user', 'serviceprincipal', 'group', 'device']);
const CONTAINERS = new Set(['role', 'group', 'application', 'administrativeunit']);

/**
 * Whom an action is about, and what else it involves. PIM lists the role first and the user last, everything else the subject
 * first; in both cases the sentence is about the person, with the role on the other side.
 */
function sides(targets: readonly Target[]): { subject: Target | null; related: Target | null } {
  const named = targets.filter(hasName);
  const [first] = named;
  if (!first) return { subject: targets[0] ?? null, related: null };
  const type = first.type?.toLowerCase() ?? '';
  if (type === 'role') {
    const person = named.find((item) => item !== first && PEOPLE.has(item.type?.toLowerCase() ?? ''));
    if (person) return { subject: person, related: first };
  }
  const others = named.filter((item) => item !== first && targetName(item) !== targetName(first));
  return { subject: first, related: others.find((item) => CONTAINERS.has(item.type?.toLowerCase() ?? '')) ?? others[0] ?? null };
}

function changesText(targets: readonly Target[]): string | null {
  const names = [...new Set(changedProperties(targets))];
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
  const summary = renderFirst(templatesFor(mappings, operation, draft.category, service), {
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
  return { category: clip(category, 128), summary: clip(summary.replace(/\s+/g, ' ').trim(), MAX_SUMMARY) };
}
