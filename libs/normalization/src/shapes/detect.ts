import type { JsonObject } from '@aoc/contracts';
import { draftActivity } from '../azure/activity';
import type { Draft } from '../draft';
import { asObject, foldKey, isObject, own, recase, spellings } from '../json';
import { draftUnified, UNIFIED_SPELLINGS } from '../unified/unified';
import { DIRECTORY_SPELLINGS, draftDirectory, type Envelope } from './directory';
import { draftIntune, draftIntuneEnvelope } from './intune';
import { draftSignIn, SIGN_IN_SPELLINGS } from './sign-in';

const has = (record: JsonObject, name: string): boolean => Object.hasOwn(record, name);
const hasAny = (record: JsonObject, ...names: readonly string[]): boolean => names.some((name) => Object.hasOwn(record, name));

const isUnified = (record: JsonObject): boolean => has(record, 'Operation') && has(record, 'CreationTime');
const isDirectory = (record: JsonObject): boolean =>
  has(record, 'activityDateTime') &&
  hasAny(record, 'activityDisplayName', 'initiatedBy', 'targetResources', 'targetResource', 'loggedByService');
const isIntune = (record: JsonObject): boolean =>
  has(record, 'activityDateTime') && hasAny(record, 'activity', 'componentName', 'resources', 'activityOperationType');
const isSignIn = (record: JsonObject): boolean =>
  has(record, 'createdDateTime') &&
  hasAny(record, 'userPrincipalName', 'userId', 'servicePrincipalId') &&
  hasAny(record, 'appId', 'appDisplayName', 'status', 'ipAddress', 'resourceDisplayName', 'clientAppUsed', 'isInteractive');

/** A record as the API itself delivers it. */
function draftPlain(record: JsonObject): Draft | null {
  if (isUnified(record)) return draftUnified(record);
  if (isIntune(record)) return draftIntune(record);
  if (isDirectory(record)) return draftDirectory(record);
  return isSignIn(record) ? draftSignIn(record) : null;
}

const ENVELOPE_SPELLINGS = spellings(
  [
    'time',
    'category',
    'operationName',
    'properties',
    'callerIpAddress',
    'resultType',
    'resultSignature',
    'resultDescription',
    'result',
    'identity',
    'tenantId',
    'correlationId',
  ],
  { TimeGenerated: 'time' },
);

const isSignInLog = (category: unknown): boolean => typeof category === 'string' && /SignInLogs$/i.test(category);

/** The diagnostic-settings envelope: what happened is in `properties`, which may also be JSON in a string. */
function draftEnvelope(envelope: Envelope): Draft | null {
  const properties = asObject(envelope.properties);
  if (Object.keys(properties).length === 0) return null;
  if (hasAny(properties, 'AuditEventId', 'ActivityResultStatus', 'TargetObjectIds')) return draftIntuneEnvelope(properties, envelope);
  if (isIntune(properties)) return draftIntune(properties);
  if (isSignInLog(envelope.category) || isSignIn(properties)) return draftSignIn(properties, envelope);
  const isAudit = isDirectory(properties) || hasAny(properties, 'initiatedBy', 'targetResources', 'activityDisplayName');
  return isAudit || envelope.category === 'AuditLogs' ? draftDirectory(properties, envelope) : null;
}

/** Records whose keys a table or pipeline has respelt: Sentinel's tables, lower-cased keys, rows that hold the record in `AuditData`. */
function draftRespelt(record: JsonObject): Draft | null {
  const keys = new Set(Object.keys(record).map(foldKey));
  if (keys.has('auditdata')) {
    const data = asObject(Object.entries(record).find(([key]) => foldKey(key) === 'auditdata')?.[1]);
    return isUnified(data) ? draftUnified(data) : isObject(data) && Object.keys(data).length > 0 ? draftUnifiedRespelt(data) : null;
  }
  if (keys.has('properties')) {
    const draft = draftEnvelope(recase(record, ENVELOPE_SPELLINGS));
    if (draft) return draft;
  }
  if (keys.has('activitydisplayname') || keys.has('targetresources') || keys.has('initiatedby'))
    return draftDirectory(recase(record, DIRECTORY_SPELLINGS));
  if (keys.has('operation')) return draftUnifiedRespelt(record);
  const signIn = recase(record, SIGN_IN_SPELLINGS);
  return isSignIn(signIn) || (isSignInLog(signIn.category) && hasAny(signIn, 'appId', 'appDisplayName')) ? draftSignIn(signIn) : null;
}

function draftUnifiedRespelt(record: JsonObject): Draft | null {
  const respelt = recase(record, UNIFIED_SPELLINGS);
  return has(respelt, 'Operation') && hasAny(respelt, 'CreationTime', 'RecordType', 'Workload') ? draftUnified(respelt) : null;
}

/** What the record says, by its own shape alone (never by where it came from, so that every way in gives the same event); null for a shape that is not known. */
export function draftOf(raw: JsonObject): Draft | null {
  const plain = draftPlain(raw);
  if (plain) return plain;
  const activity = draftActivity(raw);
  if (activity) return activity;
  if (isObject(own(raw, 'properties'))) {
    const enveloped = draftEnvelope(raw);
    if (enveloped) return enveloped;
  }
  return draftRespelt(raw);
}
