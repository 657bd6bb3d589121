import type { Actor, JsonObject, Target } from '@aoc/contracts';
import { type Draft, nobody, target } from '../draft';
import { isGuid, isUpn } from '../identifiers';
import { parseIp } from '../ip';
import { firstText, own, text } from '../json';
import { properName } from '../related-objects';
import { foldResult } from '../result';
import { readActivity, type Activity } from './activity-forms';
import { azureResource, scopeOf } from './resource-id';
import { roleAssignmentOf } from './role-assignment';

export const AZURE_SERVICE = 'Azure';

const UPN = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn';
const NAME = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name';
const OBJECT = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
const TENANT = 'http://schemas.microsoft.com/identity/claims/tenantid';

/** Long operations are recorded when they start, when they are accepted and when they end. */
const STAGES: ReadonlyMap<string, string> = new Map([
  ['start', 'started'],
  ['accept', 'accepted'],
  ['in progress', 'inprogress'],
]);

function resultOf(status: unknown): string | null {
  const folded = foldResult(status);
  return folded === null ? null : (STAGES.get(folded) ?? folded);
}

const addressOf = ({ addresses, claims }: Activity): string | null => {
  for (const address of [...addresses, claims.ipaddr]) {
    const ip = parseIp(address);
    if (ip !== null) return ip;
  }
  return null;
};

/** The caller by the claims of the token: a person has a UPN, an application an object id without one; services name themselves. */
function readActor(activity: Activity): Actor {
  const { claims, caller } = activity;
  const ip = addressOf(activity);
  const upn = [own(claims, UPN), caller, own(claims, NAME)].map((value) => text(value)).find((value) => value !== null && isUpn(value));
  const display = properName(claims.name);
  if (upn !== undefined && upn !== null) return { type: 'user', id: text(own(claims, OBJECT)), display, upn, ip };
  const id = firstText(own(claims, OBJECT), caller !== null && isGuid(caller) ? caller : null, claims.appid);
  if (id !== null) return { type: 'application', id, display: display ?? properName(own(claims, NAME)), upn: null, ip };
  return caller === null ? nobody(ip) : { type: 'system', id: null, display: caller, upn: null, ip };
}

/** The resource that it was done to; of a role assignment what the role is for, whom it was given to, and the role. */
function readTargets(activity: Activity): { targets: Target[]; detail: string | null } {
  const assignment = roleAssignmentOf(activity);
  const id = text(activity.resourceId) ?? text(activity.authorization.scope);
  const resource = azureResource(id !== null && assignment ? scopeOf(id) : id);
  const own = resource === null ? [] : [target(resource.type, resource.id, properName(resource.name))];
  if (!assignment) return { targets: own, detail: firstText(activity.properties.title, activity.description) };
  const where = resource === null ? null : (properName(resource.name) ?? 'the subscription');
  const detail = assignment.role === null || where === null ? null : `${assignment.role} on ${where}`;
  return { targets: [...assignment.targets, ...own], detail };
}

/** The identifiers of the caller's token and of the place that entity search finds the event by. */
const keysOf = ({ claims, authorization, resourceId, correlation }: Activity): unknown[] => [
  claims.appid,
  claims.puid,
  authorization.scope,
  azureResource(resourceId)?.subscription,
  correlation,
];

/** A record of the Azure activity log in any of its forms; null when it is none. */
export function draftActivity(raw: JsonObject): Draft | null {
  const activity = readActivity(raw);
  if (activity === null) return null;
  const { targets, detail } = readTargets(activity);
  const resource = azureResource(activity.resourceId);
  return {
    family: 'azure',
    id: activity.id,
    record: raw,
    times: activity.times,
    service: AZURE_SERVICE,
    operation: activity.operation,
    category: activity.category,
    result: resultOf(activity.status),
    actor: readActor(activity),
    targets,
    detail,
    keys: keysOf(activity),
    words: [resource?.group, resource?.type, activity.properties.statusCode, activity.properties.message].flatMap(
      (word) => text(word) ?? [],
    ),
    tenants: [activity.tenant, own(activity.claims, TENANT)],
  };
}
