import type { ModifiedProperty, Target } from '@aoc/contracts';
import { text } from '../json';
import { valueText } from '../values';

/** Properties that say which access was given or taken, best first. */
const ACCESS = [
  'AppRole.Value',
  'AppRole.DisplayName',
  'DelegatedPermissionGrant.Scope',
  'ConsentAction.Permissions',
  'AllowUserConsentForRiskyApps',
];

const SCOPE = 'Scope: ';

/** The scopes in Entra's own notation `[] => [[Id: .., Scope: Mail.Read User.Read, CreatedDateTime: ..]]`. */
function scopesIn(permissions: string): string {
  const arrow = permissions.indexOf('=>');
  const at = permissions.indexOf(SCOPE, Math.max(arrow, 0));
  if (at < 0) return permissions;
  const rest = permissions.slice(at + SCOPE.length);
  const end = rest.search(/[,\]]/);
  return (end < 0 ? rest.slice(0, 200) : rest.slice(0, end)).trim();
}

/** Which permission, scope or app role a change of Entra is about, in at most 160 characters; null when it is about none. */
export function accessDetail(targets: readonly Target[]): string | null {
  const properties = new Map<string, ModifiedProperty>();
  for (const { modified } of targets)
    for (const entry of modified) if (!properties.has(entry.property)) properties.set(entry.property, entry);
  for (const name of ACCESS) {
    const entry = properties.get(name);
    if (!entry) continue;
    const value = text(valueText(entry.new)) ?? text(valueText(entry.old));
    if (value !== null) return (name === 'ConsentAction.Permissions' ? scopesIn(valueText(entry.new, 2000)) : value).slice(0, 160);
  }
  return null;
}
