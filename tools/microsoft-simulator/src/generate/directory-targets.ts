/** Targets and changes in the notation of Entra audit records. */
import type { Application, Company, Group, Policy, User } from '../world/company';
import type { Role } from '../world/catalog';
import type { Actor, Change, Target } from './directory';

export const change = (property: string, before: unknown, after: unknown): Change => ({
  property,
  old: before === undefined ? null : JSON.stringify(before),
  new: after === undefined ? null : JSON.stringify(after),
});

/** The pseudo-property that Entra adds to most updates. */
export const included = (...names: string[]): Change => change('Included Updated Properties', undefined, names.join(', '));

export const userTarget = (user: User, changes: Change[] = []): Target => ({
  type: 'User',
  id: user.id,
  name: user.displayName,
  upn: user.upn,
  changes,
});
export const groupTarget = (group: Group, changes: Change[] = []): Target => ({ type: 'Group', id: group.id, name: group.name, changes });
export const appTarget = (app: Application, changes: Change[] = []): Target => ({
  type: 'Application',
  id: app.objectId,
  name: app.name,
  changes,
});
export const principalTarget = (app: Application, changes: Change[] = []): Target => ({
  type: 'ServicePrincipal',
  id: app.servicePrincipalId,
  name: app.name,
  changes,
});
export const policyTarget = (policy: Policy, changes: Change[] = []): Target => ({
  type: 'Policy',
  id: policy.id,
  name: policy.name,
  changes,
});
export const otherTarget = (type: Target['type'], id: string | null, name: string | null, changes: Change[] = []): Target => ({
  type,
  id,
  name,
  changes,
});

export const roleChanges = (company: Company, role: Role): Change[] => [
  change('Role.ObjectID', undefined, company.roleIds.get(role.templateId) ?? role.templateId),
  change('Role.DisplayName', undefined, role.name),
  change('Role.TemplateId', undefined, role.templateId),
  change('Role.WellKnownObjectName', undefined, role.wellKnown),
];

export const byUser = (user: User, ip: string = user.ip): Actor => ({ kind: 'user', user, ip, agent: user.browser.agent });
