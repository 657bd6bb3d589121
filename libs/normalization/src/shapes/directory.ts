import type { Actor, JsonObject, Target } from '@aoc/contracts';
import { type Draft, MAX_TARGETS, nobody, target } from '../draft';
import { asObject, asObjects, firstText, spellings, text } from '../json';
import { parseIp } from '../ip';
import { modifiedProperties, namedValues, valueOf } from '../properties';
import { addRelatedObjects, properName } from '../related-objects';
import { foldResult } from '../result';
import { accessDetail } from './access-detail';

/** Spellings of the same record in Sentinel's AuditLogs table and in pipelines that change the case of keys. */
export const DIRECTORY_SPELLINGS = spellings(
  [
    'id',
    'category',
    'correlationId',
    'result',
    'resultReason',
    'activityDisplayName',
    'activityDateTime',
    'loggedByService',
    'operationType',
    'initiatedBy',
    'targetResources',
    'additionalDetails',
    'operationName',
    'tenantId',
    'callerIpAddress',
  ],
  { TimeGenerated: 'time', AADTenantId: 'tenantId', ResultDescription: 'resultReason', targetResource: 'targetResources' },
);

/** Values of the surrounding envelope that stand in for what the record itself lacks; empty for a record straight from Graph. */
export type Envelope = JsonObject;

function readActor(record: JsonObject, envelope: Envelope): Actor {
  const initiatedBy = asObject(record.initiatedBy);
  const user = asObject(initiatedBy.user);
  const app = asObject(initiatedBy.app);
  const details = namedValues(record.additionalDetails);
  const ip =
    parseIp(user.ipAddress) ?? parseIp(envelope.callerIpAddress) ?? parseIp(record.callerIpAddress) ?? parseIp(valueOf(details, 'ipaddr'));
  const userId = text(user.id);
  const upn = text(user.userPrincipalName);
  const userName = properName(user.displayName);
  if (userId !== null || upn !== null || userName !== null) return { type: 'user', id: userId, display: userName, upn, ip };
  const appId = firstText(app.servicePrincipalId, app.appId);
  const appName = properName(app.displayName) ?? properName(app.servicePrincipalName);
  if (appId !== null || appName !== null) return { type: 'application', id: appId, display: appName, upn: null, ip };
  const identity = properName(envelope.identity);
  return identity === null
    ? nobody(ip)
    : {
        type: identity.includes('@') ? 'user' : 'application',
        id: null,
        display: identity,
        upn: identity.includes('@') ? identity : null,
        ip,
      };
}

const ODATA_TARGET = '#microsoft.graph.targetresource';

function targetType(resource: JsonObject): string | null {
  const named = firstText(resource.type, resource.Type);
  if (named !== null) return named;
  const odata = text(resource['@odata.type']);
  return odata?.toLowerCase().startsWith(ODATA_TARGET) ? text(odata.slice(ODATA_TARGET.length)) : null;
}

const readTarget = (resource: JsonObject): Target =>
  target(
    targetType(resource),
    text(resource.id),
    properName(resource.displayName),
    text(resource.userPrincipalName),
    modifiedProperties(resource.modifiedProperties),
  );

/** A Graph `directoryAudit`, alone or from the `properties` of a diagnostic-settings envelope. */
export function draftDirectory(record: JsonObject, envelope: Envelope = {}): Draft {
  const details = namedValues(record.additionalDetails);
  const resources = asObjects(record.targetResources ?? record.targetResource);
  const targets = addRelatedObjects(resources.slice(0, MAX_TARGETS).map(readTarget));
  return {
    family: 'directory',
    id: text(record.id),
    record,
    times: [record.activityDateTime, envelope.time, record.time],
    service: text(record.category) ?? 'Directory',
    operation: firstText(record.activityDisplayName, record.operationName, envelope.operationName) ?? 'Unknown activity',
    category: null,
    result:
      foldResult(record.result) ?? foldResult(envelope.result) ?? foldResult(envelope.resultType) ?? foldResult(envelope.resultSignature),
    actor: readActor(record, envelope),
    targets,
    detail: accessDetail(targets) ?? reason(record),
    keys: [
      ...resources.map((resource) => resource.displayName),
      asObject(asObject(record.initiatedBy).app).appId,
      ...details.map(({ value }) => value),
      record.correlationId,
    ],
    words: details.filter(({ name }) => name !== 'User-Agent').flatMap(({ value }) => text(value) ?? []),
    tenants: [record.tenantId, envelope.tenantId, valueOf(details, 'tid')],
  };
}

function reason(record: JsonObject): string | null {
  return text(record.resultReason);
}
