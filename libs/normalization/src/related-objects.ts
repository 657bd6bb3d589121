import type { ModifiedProperty, Target } from '@aoc/contracts';
import { text } from './json';
import { isGuid } from './identifiers';
import { MAX_TARGETS, target } from './draft';

interface Mention {
  id: string | null;
  display: string | null;
  upn: string | null;
}

const KINDS = new Set(['Role', 'Group', 'Application', 'ServicePrincipal', 'User', 'Device', 'AdministrativeUnit', 'Policy', 'Team']);

/** A name that is worth showing: not a bare GUID. */
export const properName = (value: unknown): string | null => {
  const name = text(value);
  return name !== null && isGuid(name) ? null : name;
};

function collect(properties: readonly ModifiedProperty[], mentions: Map<string, Mention>): void {
  for (const { property, old, new: current } of properties) {
    const dot = property.indexOf('.');
    if (dot < 0) continue;
    const kind = property.slice(0, dot);
    if (!KINDS.has(kind)) continue;
    const value = text(current) ?? text(old);
    if (value === null) continue;
    const mention = mentions.get(kind) ?? { id: null, display: null, upn: null };
    const part = property.slice(dot + 1).toLowerCase();
    if (part === 'objectid') mention.id ??= value;
    else if (part === 'displayname') mention.display ??= properName(value);
    else if (part === 'upn' || part === 'userprincipalname') mention.upn ??= value;
    mentions.set(kind, mention);
  }
}

/**
 * Entra names the other side of a change only among the changed properties (`Role.ObjectID`, `Role.DisplayName`, `Group.DisplayName`,
 * `ServicePrincipal.ObjectID`, `User.UPN`): fill in targets that came without a name, and add the objects that are no targets yet.
 */
export function addRelatedObjects(targets: readonly Target[]): Target[] {
  const mentions = new Map<string, Mention>();
  for (const { modified } of targets) collect(modified, mentions);
  if (mentions.size === 0) return [...targets];
  const completed = targets.map((item) => {
    for (const mention of mentions.values()) {
      if (mention.id === null || mention.id !== item.id) continue;
      return { ...item, display: item.display ?? mention.display, upn: item.upn ?? mention.upn };
    }
    return item;
  });
  for (const [kind, { id, display, upn }] of mentions) {
    if (completed.length >= MAX_TARGETS || (display === null && upn === null)) continue;
    const known = completed.some(
      (item) =>
        (id !== null && item.id === id) ||
        (display !== null && item.display === display) ||
        (upn !== null && item.upn?.toLowerCase() === upn.toLowerCase()),
    );
    if (!known) completed.push(target(kind, id, display, upn));
  }
  return completed;
}
