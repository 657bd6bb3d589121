import { DomainError, type PersonRole } from '@aoc/contracts';
import type { Config } from '@aoc/server/config';
import { higherRole } from './principal';
import type { EntraIdentity } from './tokens/entra-claims';

export type AccessSettings = Pick<Config, 'AUTH_ALLOWED_ROLES' | 'AUTH_ALLOWED_GROUPS' | 'AUTH_ROLES' | 'AUTH_DEFAULT_ROLE'>;

const TOO_MANY_GROUPS =
  'You belong to so many groups that Entra left them out of your token, access to AOC is given by group, and AOC may not look yours up. Ask your administrator, who finds the reason in the log of AOC; an app role of AOC instead of a group, or a token that carries only the groups assigned to the application, also helps.';
const NO_ACCESS =
  'You are signed in, but nothing gives you access to AOC. Ask your administrator for one of the app roles or groups that AOC is set up for, then sign in again.';

const GROUP_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Ids of the groups that give access, a role, or sight of private events; in lower case.
 * @param privacyRoles names of app roles and ids of groups that see what is hidden of a tenant
 */
export function groupsThatCount(settings: AccessSettings, privacyRoles: readonly string[]): string[] {
  const names = [...settings.AUTH_ALLOWED_GROUPS, ...settings.AUTH_ROLES.keys(), ...privacyRoles];
  return [...new Set(names.filter((name) => GROUP_ID.test(name)).map((name) => name.toLowerCase()))];
}

/**
 * The role of somebody whom Entra vouches for, and the names of app roles and ids of groups that they hold.
 * @throws DomainError forbidden with what to do
 */
export function accessOf(identity: EntraIdentity, settings: AccessSettings): { role: PersonRole; held: readonly string[] } {
  const held = new Set([...identity.roles, ...identity.groups]);
  const restricted = settings.AUTH_ALLOWED_ROLES.length > 0 || settings.AUTH_ALLOWED_GROUPS.length > 0;
  const allowed =
    settings.AUTH_ALLOWED_ROLES.some((role) => identity.roles.includes(role)) ||
    settings.AUTH_ALLOWED_GROUPS.some((group) => identity.groups.includes(group.toLowerCase()));
  const byGroups = settings.AUTH_ALLOWED_GROUPS.length > 0 || [...settings.AUTH_ROLES.keys()].some((name) => GROUP_ID.test(name));
  const refuse = () => new DomainError('forbidden', identity.groupsLeftOut && byGroups ? TOO_MANY_GROUPS : NO_ACCESS);
  if (restricted && !allowed) throw refuse();
  const mapped = [...settings.AUTH_ROLES].filter(([name]) => held.has(name)).map(([, role]) => role);
  const [first, ...others] = mapped;
  const role = first === undefined ? settings.AUTH_DEFAULT_ROLE : others.reduce(higherRole, first);
  if (role === 'none') throw refuse();
  return { role, held: [...held] };
}
