import type { Actor, JsonObject, Target } from '@aoc/contracts';
import { type Draft, MAX_TARGETS, nobody, target } from '../draft';
import { asList, asObject, asObjects, firstText, own, text } from '../json';
import { parseIp } from '../ip';
import { modifiedProperties } from '../properties';
import { properName } from '../related-objects';
import { foldResult } from '../result';
import { parseTimestamp } from '../timestamp';
import { isUpn } from '../identifiers';
import type { Envelope } from './directory';

const SERVICE = 'Intune';

/** The documentation calls them `type`, the wire `auditActorType` and `auditResourceType`. */
function readActor(actor: JsonObject): Actor {
  const ip = parseIp(actor.ipAddress);
  const upn = firstText(actor.userPrincipalName, actor.UPN);
  const userId = firstText(actor.userId, actor.ObjectId);
  const kind = firstText(actor.auditActorType, actor.type)?.toLowerCase();
  const appName = firstText(actor.applicationDisplayName, actor.ApplicationName, actor.servicePrincipalName);
  const appId = firstText(actor.applicationId, actor.Application);
  if (upn !== null || (userId !== null && kind !== 'application')) return { type: 'user', id: userId, display: null, upn, ip };
  if (appName !== null || appId !== null || userId !== null)
    return { type: 'application', id: appId ?? userId, display: properName(appName), upn: null, ip };
  return nobody(ip);
}

const readResource = (resource: JsonObject): Target =>
  target(
    firstText(resource.auditResourceType, resource.type),
    text(resource.resourceId),
    properName(resource.displayName),
    null,
    modifiedProperties(resource.modifiedProperties),
  );

/** A Graph Intune `auditEvent`, by its documented or its wire names. */
export function draftIntune(record: JsonObject): Draft {
  const actor = asObject(record.actor);
  return {
    family: 'intune',
    id: text(record.id),
    record,
    times: [record.activityDateTime],
    service: SERVICE,
    operation: firstText(record.activity, record.displayName, record.activityType) ?? 'Unknown activity',
    category: text(record.category),
    result: foldResult(record.activityResult),
    actor: readActor(actor),
    targets: asObjects(record.resources).slice(0, MAX_TARGETS).map(readResource),
    detail: null,
    keys: [actor.applicationId, actor.remoteUserId, record.correlationId],
    words: [record.activityType, record.componentName, record.displayName].flatMap((word) => text(word) ?? []),
    tenants: [],
  };
}

/** Intune's envelope gives names and ids of the targets in lists beside the changes. */
function envelopeTargets(properties: JsonObject, type: string | null): Target[] {
  const changes = asObjects(properties.Targets);
  const ids = asList(properties.TargetObjectIds);
  const names = asList(properties.TargetDisplayNames);
  const count = Math.min(Math.max(changes.length, ids.length, names.length), MAX_TARGETS);
  return Array.from({ length: count }, (_none, index) => {
    const change = changes[index];
    const name = properName(names[index]) ?? (change ? properName(change.Name) : null);
    return target(
      type,
      text(ids[index]),
      name,
      name !== null && isUpn(name) ? name : null,
      change ? modifiedProperties(change.ModifiedProperties) : [],
    );
  });
}

/** `ActivityDate` has no fraction of a second, `time` has one but is sometimes damaged: the finer of two that agree. */
function envelopeTimes(date: unknown, time: unknown): unknown[] {
  const coarse = parseTimestamp(date);
  const fine = parseTimestamp(time);
  return coarse !== null && fine !== null && Math.abs(coarse - fine) < 1000 ? [time] : [date, time];
}

/** Intune's own form of the diagnostic-settings envelope, whose `properties` differ from the Graph record. */
export function draftIntuneEnvelope(properties: JsonObject, envelope: Envelope): Draft {
  const actor = asObject(properties.Actor);
  const operation = text(envelope.operationName) ?? 'Unknown activity';
  const blank = operation.lastIndexOf(' ');
  const status = own(properties, 'ActivityResultStatus');
  return {
    family: 'intune',
    id: text(properties.AuditEventId),
    record: properties,
    times: envelopeTimes(properties.ActivityDate, envelope.time),
    service: SERVICE,
    operation,
    category: null,
    result: foldResult(envelope.resultType) ?? (status === 1 || status === '1' ? 'success' : null),
    actor: readActor(actor),
    targets: envelopeTargets(properties, blank < 0 ? null : operation.slice(blank + 1)),
    detail: null,
    keys: [actor.Application, envelope.identity, envelope.correlationId],
    words: [text(properties.AdditionalDetails)].flatMap((word) => word ?? []),
    tenants: [envelope.tenantId, actor.PartnerTenantId],
  };
}
