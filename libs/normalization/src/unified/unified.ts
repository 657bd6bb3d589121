import type { JsonObject, Target } from '@aoc/contracts';
import type { Draft } from '../draft';
import { asObject, firstText, spellings, text } from '../json';
import { namedValues, valueOf } from '../properties';
import { foldResult, resultOfCode } from '../result';
import { accessDetail } from '../shapes/access-detail';
import { readIdentities, readUnifiedActor } from './actor';
import { otherTargets, sharePointTargets, teamsTargets } from './content';
import { entraTargets } from './entra';
import { cmdletDetail, cmdletTargets, isMailboxRecord, mailboxTargets } from './exchange';
import { recordTypeNumber, serviceName, workloadOf } from './record-types';

/** Spellings of the schema's fields in Sentinel's OfficeActivity table and in pipelines that change the case of keys. */
export const UNIFIED_SPELLINGS = spellings(
  [
    'Id',
    'RecordType',
    'CreationTime',
    'Operation',
    'OrganizationId',
    'UserType',
    'UserKey',
    'Workload',
    'ResultStatus',
    'ObjectId',
    'UserId',
    'ClientIP',
    'Scope',
    'AppId',
    'ClientAppId',
    'ClientIPAddress',
    'ActorIpAddress',
    'Parameters',
    'ModifiedProperties',
    'ExtendedProperties',
    'OperationProperties',
    'DeviceProperties',
    'Actor',
    'Target',
    'ApplicationId',
    'ErrorNumber',
    'LogonError',
    'MailboxGuid',
    'MailboxOwnerUPN',
    'MailboxOwnerSid',
    'LogonUserSid',
    'Item',
    'Folder',
    'Folders',
    'DestFolder',
    'AffectedItems',
    'SiteUrl',
    'Site',
    'ItemType',
    'SourceFileName',
    'DestinationFileName',
    'ListTitle',
    'TargetUserOrGroupName',
    'TargetUserOrGroupType',
    'EventData',
    'UserAgent',
    'SessionId',
    'Members',
    'TeamName',
    'TeamGuid',
    'AADGroupId',
    'ChannelName',
    'ChannelGuid',
    'ActorContextId',
    'TargetContextId',
    'InterSystemsId',
    'CorrelationId',
    'AppAccessContext',
    'Common',
    'PolicyDetails',
    'ExchangeMetaData',
    'SharePointMetaData',
    'Subject',
    'Recipients',
    'Name',
    'OriginatingServer',
  ],
  {
    OfficeWorkload: 'Workload',
    OfficeId: 'Id',
    TimeGenerated: 'CreationTime',
    OfficeObjectId: 'ObjectId',
    CreationDate: 'CreationTime',
    OfficeTenantId: 'OrganizationId',
  },
);

const SHAREPOINT = new Set(['SharePoint', 'OneDrive']);

function readTargets(record: JsonObject, service: string, recordType: number | null): Target[] {
  if (service === 'AzureActiveDirectory') return entraTargets(record, recordType);
  if (SHAREPOINT.has(service)) return sharePointTargets(record);
  if (service === 'Teams' && namedValues(record.Parameters).length === 0) return teamsTargets(record);
  if (isMailboxRecord(record)) return mailboxTargets(record);
  return record.Parameters === undefined && record.ObjectName === undefined ? otherTargets(record) : cmdletTargets(record);
}

/** A failed sign-in often carries `ResultStatus: Success`, which is about the request: the operation and the error tell the truth. */
function readResult(record: JsonObject, operation: string): string | null {
  const failed = operation === 'UserLoginFailed' || text(record.LogonError) !== null;
  if (failed) return 'failure';
  return foldResult(record.ResultStatus) ?? (operation === 'UserLoggedIn' ? resultOfCode(record.ErrorNumber) : null);
}

function readDetail(record: JsonObject, targets: readonly Target[]): string | null {
  const access = accessDetail(targets);
  if (access !== null) return access;
  return (
    cmdletDetail(record) ??
    firstText(
      record.LogonError,
      valueOf(namedValues(record.OperationProperties), 'MailAccessType'),
      record.Verdict,
      record.PolicyAction,
      record.Severity,
    )
  );
}

function keysOf(record: JsonObject): unknown[] {
  const identities = [...readIdentities(record.Actor).all, ...readIdentities(record.Target).all];
  const devices = namedValues(record.DeviceProperties);
  const extended = namedValues(valueOf(namedValues(record.ExtendedProperties), 'additionalDetails'));
  return [
    record.UserId,
    record.UserKey,
    ...identities,
    record.ApplicationId,
    record.AppId,
    record.ClientAppId,
    record.AadAppId,
    record.SiteUrl,
    record.ActorIpAddress,
    record.ClientIPAddress,
    record.SenderIp,
    record.MailboxOwnerUPN,
    record.MailboxGuid,
    record.DeviceName,
    record.P2Sender,
    record.Sender,
    record.Recipient,
    asObject(record.Common).DeviceName,
    asObject(record.Common).ApplicationId,
    valueOf(devices, 'DisplayName'),
    valueOf(devices, 'Id'),
    valueOf(extended, 'AppId'),
    valueOf(extended, 'DeviceId'),
    ...namedValues(record.Parameters).map(({ value }) => value),
    record.NetworkMessageId,
    record.InternetMessageId,
    record.MessageId,
    record.SessionId ?? valueOf(devices, 'SessionId') ?? asObject(record.AppAccessContext).AADSessionId,
    record.InterSystemsId ?? record.CorrelationId,
  ];
}

/** A record of the Office 365 Management Activity API (canonical key spelling). */
export function draftUnified(record: JsonObject): Draft {
  const operation = text(record.Operation) ?? 'Unknown operation';
  const recordType = recordTypeNumber(record.RecordType);
  const service = serviceName(text(record.Workload) ?? workloadOf(record.RecordType) ?? 'Unknown');
  const targets = readTargets(record, service, recordType);
  return {
    family: 'unified',
    id: text(record.Id) ?? text(record.Identity),
    record,
    times: [record.CreationTime],
    service,
    operation,
    category: null,
    result: readResult(record, operation),
    actor: readUnifiedActor(record),
    targets,
    detail: readDetail(record, targets),
    keys: keysOf(record),
    words: namedValues(record.Parameters).flatMap(({ name, value }) => (name === 'DomainController' ? [] : (text(value) ?? []))),
    tenants: [record.OrganizationId, record.ActorContextId, record.TargetContextId, record.TenantId],
  };
}
