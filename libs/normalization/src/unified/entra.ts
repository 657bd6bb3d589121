import type { JsonObject, Target } from '@aoc/contracts';
import { target } from '../draft';
import { text } from '../json';
import { firstPartyName, isGuid, isUpn } from '../identifiers';
import { modifiedProperties, namedValues, valueOf } from '../properties';
import { addRelatedObjects, properName } from '../related-objects';
import { readIdentities } from './actor';

const SIGN_IN_TYPES = new Set([9, 15]);

/** Sign-ins of the unified log name the application by id alone, in `ApplicationId`; the `Target` is the resource. */
function signInTargets(record: JsonObject): Target[] {
  const targets: Target[] = [];
  const appId = text(record.ApplicationId);
  if (appId !== null) targets.push(target('Application', appId, firstPartyName(appId)));
  const resource = readIdentities(record.Target).all[0] ?? null;
  if (resource !== null && resource !== appId) targets.push(target('Resource', resource, firstPartyName(resource)));
  return targets;
}

/** The object that an Entra change is about: one target, described by several entries of the `Target` list. */
function changeTargets(record: JsonObject): Target[] {
  const list = readIdentities(record.Target);
  const objectId = text(record.ObjectId);
  const kind =
    list.kind ?? (list.upn === null ? text(valueOf(namedValues(record.ExtendedProperties), 'extendedAuditEventCategory')) : 'User');
  const upn = list.upn ?? (objectId !== null && isUpn(objectId) ? objectId : null);
  const modified = modifiedProperties(record.ModifiedProperties);
  const id = list.guid ?? (objectId !== null && isGuid(objectId) ? objectId.toLowerCase() : null) ?? list.puid ?? objectId;
  if (id === null && upn === null && list.name === null && modified.length === 0) return [];
  const spokenName = properName(list.name) ?? (upn === null && list.guid === null ? properName(objectId) : null);
  return [target(kind, id, spokenName, upn, modified)];
}

export function entraTargets(record: JsonObject, recordType: number | null): Target[] {
  const operation = text(record.Operation) ?? '';
  const signIn = (recordType !== null && SIGN_IN_TYPES.has(recordType)) || operation === 'UserLoggedIn' || operation === 'UserLoginFailed';
  return signIn ? signInTargets(record) : addRelatedObjects(changeTargets(record));
}
