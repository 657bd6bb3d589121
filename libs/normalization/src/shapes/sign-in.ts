import type { Actor, JsonObject, Target } from '@aoc/contracts';
import { type Draft, target } from '../draft';
import { asList, asObject, firstText, spellings, text } from '../json';
import { firstPartyName } from '../identifiers';
import { parseIp } from '../ip';
import { properName } from '../related-objects';
import { foldResult, resultOfCode } from '../result';
import type { Envelope } from './directory';

export const SIGN_IN_SERVICE = 'SignIn';
/** The name that the diagnostic settings give every sign-in; Graph gives none. */
const OPERATION = 'Sign-in activity';

/** Spellings of the same record in Sentinel's SigninLogs tables and in pipelines that change the case of keys. */
export const SIGN_IN_SPELLINGS = spellings(
  [
    'id',
    'createdDateTime',
    'userDisplayName',
    'userPrincipalName',
    'userId',
    'appId',
    'appDisplayName',
    'ipAddress',
    'correlationId',
    'isInteractive',
    'resourceDisplayName',
    'resourceId',
    'servicePrincipalId',
    'servicePrincipalName',
    'managedIdentityType',
    'signInEventTypes',
    'status',
    'deviceDetail',
    'location',
    'sessionId',
    'clientAppUsed',
    'conditionalAccessStatus',
    'resultType',
    'resultDescription',
    'category',
    'tenantId',
  ],
  { TimeGenerated: 'time', AADTenantId: 'tenantId', LocationDetails: 'location' },
);

const KINDS: ReadonlyMap<string, string> = new Map([
  ['interactiveuser', 'SignInLogs'],
  ['noninteractiveuser', 'NonInteractiveUserSignInLogs'],
  ['serviceprincipal', 'ServicePrincipalSignInLogs'],
  ['managedidentity', 'ManagedIdentitySignInLogs'],
]);

/** Which of the four sign-in logs the record belongs to, by the diagnostic settings' names. */
function kindOf(record: JsonObject, envelope: Envelope): string {
  const named = firstText(envelope.category, record.category);
  if (named?.toLowerCase().endsWith('signinlogs')) return named;
  for (const type of asList(record.signInEventTypes)) {
    const kind = typeof type === 'string' ? KINDS.get(type.toLowerCase()) : undefined;
    if (kind) return kind;
  }
  if (text(record.userId) === null && text(record.userPrincipalName) === null && text(record.servicePrincipalId) !== null) {
    return text(record.managedIdentityType) === null ? 'ServicePrincipalSignInLogs' : 'ManagedIdentitySignInLogs';
  }
  return record.isInteractive === false ? 'NonInteractiveUserSignInLogs' : 'SignInLogs';
}

function readActor(record: JsonObject, envelope: Envelope): Actor {
  const ip = parseIp(record.ipAddress) ?? parseIp(envelope.callerIpAddress);
  const upn = firstText(record.userPrincipalName, record.signInIdentifier);
  const userId = text(record.userId);
  const display = properName(record.userDisplayName);
  if (upn !== null || userId !== null || display !== null) return { type: 'user', id: userId, display, upn, ip };
  const id = firstText(record.servicePrincipalId, record.appId);
  return { type: id === null ? 'system' : 'application', id, display: properName(record.servicePrincipalName), upn: null, ip };
}

function readTargets(record: JsonObject): Target[] {
  const targets: Target[] = [];
  const appId = text(record.appId);
  const appName = properName(record.appDisplayName) ?? firstPartyName(appId);
  const ofUser = text(record.userId) !== null || text(record.userPrincipalName) !== null;
  if (appName !== null || (ofUser && appId !== null)) targets.push(target('Application', appId, appName));
  const resourceId = text(record.resourceId);
  const resource = properName(record.resourceDisplayName) ?? firstPartyName(resourceId);
  if (resource !== null || resourceId !== null) targets.push(target('Resource', resourceId, resource));
  const device = asObject(record.deviceDetail);
  const deviceName = properName(device.displayName);
  if (deviceName !== null) targets.push(target('Device', text(device.deviceId), deviceName));
  return targets;
}

function readResult(record: JsonObject, envelope: Envelope): string | null {
  const byCode = resultOfCode(asObject(record.status).errorCode);
  if (byCode !== null) return byCode;
  for (const value of [record.resultType, envelope.resultType, envelope.resultSignature, record.result]) {
    const result = resultOfCode(value) ?? foldResult(value);
    if (result !== null) return result;
  }
  return null;
}

/** A Graph `signIn` of any kind, alone or from the `properties` of a diagnostic-settings envelope. */
export function draftSignIn(record: JsonObject, envelope: Envelope = {}): Draft {
  const status = asObject(record.status);
  const location = asObject(record.location);
  const device = asObject(record.deviceDetail);
  const result = readResult(record, envelope);
  const place = [location.city, location.state, location.countryOrRegion].flatMap((part) => text(part) ?? []);
  const reason = result === 'success' ? null : firstText(status.failureReason, envelope.resultDescription, record.resultDescription);
  return {
    family: 'signin',
    id: text(record.id),
    record,
    times: [record.createdDateTime, envelope.time, record.time],
    service: SIGN_IN_SERVICE,
    operation: OPERATION,
    category: kindOf(record, envelope),
    result,
    actor: readActor(record, envelope),
    targets: readTargets(record),
    detail: reason,
    keys: [
      record.appId,
      device.deviceId,
      device.displayName,
      record.alternateSignInName,
      record.servicePrincipalId,
      record.sessionId,
      record.correlationId,
    ],
    words: [...place, record.clientAppUsed, record.conditionalAccessStatus, record.riskLevelDuringSignIn, device.operatingSystem].flatMap(
      (word) => text(word) ?? [],
    ),
    tenants: [record.tenantId, record.homeTenantId, envelope.tenantId],
  };
}
