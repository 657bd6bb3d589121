import type { JsonObject, Target } from '@aoc/contracts';
import { target } from '../draft';
import { asObject, firstText, recase, spellings } from '../json';
import type { Activity } from './activity-forms';
import { builtInRole } from './built-in-roles';

/** Who was given which role. */
export interface RoleAssignment {
  targets: Target[];
  role: string | null;
}

const NAMES = spellings(['principalId', 'principalType', 'roleDefinitionId', 'properties']);

/** The body of the request or the answer: `{Id, Properties: {PrincipalId, PrincipalType, RoleDefinitionId, Scope}}`, in any case. */
function bodyOf(properties: JsonObject, name: string): JsonObject {
  const body = recase(asObject(properties[name]), NAMES);
  return recase(asObject(body.properties), NAMES);
}

/** Principal and role of a role assignment, from the bodies that the record quotes; null for every other operation. */
export function roleAssignmentOf({ operation, properties }: Activity): RoleAssignment | null {
  if (!/^microsoft\.authorization\/roleassignments\//i.test(operation)) return null;
  const bodies = [bodyOf(properties, 'requestbody'), bodyOf(properties, 'responseBody')];
  const definition = firstText(...bodies.map(({ roleDefinitionId }) => roleDefinitionId))?.slice(-36) ?? null;
  const principal = firstText(...bodies.map(({ principalId }) => principalId));
  const kind = firstText(...bodies.map(({ principalType }) => principalType));
  const role = builtInRole(definition);
  const change = { property: 'Role', old: null, new: role ?? definition };
  const targets = principal === null ? [] : [target(kind, principal, null, null, definition === null ? [] : [change])];
  if (role !== null) targets.push(target('Role', definition, role));
  return { targets, role };
}
