import { aliases, type FieldTable, type FieldTarget, foldField, schema, target } from './field-target';

/** Members of the Management Activity API's records, of all its schemas. */
const RECORD = schema(`
  Id RecordType CreationTime Operation OrganizationId UserType UserKey Workload ResultStatus ObjectId UserId ClientIP Scope Version
  AppId ClientAppId ClientAppName ApplicationId ApplicationDisplayName AppAccessContext ActorContextId ActorIpAddress TargetContextId
  InterSystemsId IntraSystemId SupportTicketId CorrelationId SessionId UserAgent LogonError ErrorNumber AzureActiveDirectoryEventType
  Actor Target ExtendedProperties ModifiedProperties DeviceProperties Parameters NonPIIParameters OperationProperties OperationCount
  ExternalAccess OrganizationName OriginatingServer LogonType InternalLogonType MailboxGuid MailboxOwnerUPN MailboxOwnerSid
  MailboxOwnerMasterAccountSid LogonUserSid LogonUserDisplayName ClientInfoString ClientIPAddress ClientMachineName ClientProcessName
  ClientVersion ClientRequestId SendAsUserSmtp SendAsUserMailboxGuid SendOnBehalfOfUserSmtp Item Folder Folders DestFolder
  DestMailboxId DestMailboxOwnerUPN CrossMailboxOperation AffectedItems MessageId InternetMessageId SaveToSentItems
  EventSource ItemType ListId ListItemUniqueId ListTitle Site SiteUrl SourceRelativeUrl SourceFileName SourceFileExtension
  DestinationRelativeUrl DestinationFileName DestinationFileExtension SharingType UserSharedWith TargetUserOrGroupName
  TargetUserOrGroupType EventData WebId MachineDomainInfo MachineId CustomUniqueId UniqueSharingId SharingLinkScope IsManagedDevice
  HighPriorityMediaProcessing Platform BrowserName BrowserVersion FileSizeBytes AuthenticationType SiteSensitivityLabelId
  SensitivityLabelId SensitivityLabelOwnerEmail SensitivityLabelEventData SensitiveInfoTypeData ProtectionEventData DataState Common
  TeamName TeamGuid AADGroupId ChannelName ChannelGuid ChannelType Members ChatName ChatThreadId CommunicationType MessageURLs
  MessageVersion ParticipantInfo TabType AddOnName AddOnGuid AddOnType Name OldValue NewValue ExtraProperties ItemName
  AlertId AlertType AlertEntityId AlertLinks EntityType Severity Status Category Comments Data Source PolicyId PolicyName PolicyDetails
  Policy PolicyAction PolicyType ExchangeMetaData SharePointMetaData EndpointMetaData EvidenceFile IncidentId ExceptionInfo JobId
  SensitiveInfoDetectionIsIncluded Verdict VerdictReason DetectionType DetectionMethod DeliveryAction LatestDeliveryLocation
  OriginalDeliveryLocation NetworkMessageId Recipients Recipient P1Sender P1SenderDomain P2Sender P2SenderDomain Sender SenderIp
  Subject ThreatsAndDetectionTech AdditionalActionsAndResults AuthDetails ConnectorId Directionality SystemOverrides MessageTime
  AttachmentData FileData FileName FilePath FileVerdict URL Url UrlClickAction TimeOfClick AppName AppVersion InvestigationId
  InvestigationName InvestigationType InvestigationStatus Actions Action DeepLinkUrl StartTimeUtc EndTimeUtc LastUpdateTimeUtc
  CaseId CaseName Case ExchangeLocations SharepointLocations PublicFolderLocations QueryText Query ContentType ExtendedData
  ObjectType ObjectName ObjectState SearchName CmdletVersion CommandText Cmdlet ClientApplication EffectiveOrganization
  SecurityComplianceCenterEventType StartTime EndTime NonPIIParameters UserServicePlan DatabaseType
  FlowConnectorNames FlowDetailsUrl LicenseDisplayName RecipientUPN SharingPermission Permissions SiteId RequestId Message Report
  CopilotEventData AgentId AppIdentity ThreatIndicators DeviceName DeviceId Application ApplicationName RemoteStorageDevice
  TargetFilePath TargetDomain Sha1 Sha256 MDATPDeviceId OriginatingDomain SignInEventTypes RequestType
`);

/** Lists of names and values (or text of them): a name of theirs may stand where a field is expected. */
const LISTS =
  /^(Parameters|ExtendedProperties|OperationProperties|DeviceProperties|ModifiedProperties|ExtraProperties|Item|Folder|Folders|DestFolder|AffectedItems|AppAccessContext|Actor|Target|Common|ExchangeMetaData|SharePointMetaData|PolicyDetails|Members|ParticipantInfo|Data|EventData|SensitivityLabelEventData|CopilotEventData|ExtendedData|AttachmentData)\.([\w .:-]{1,120})$/i;

/** Names in `ExtendedProperties` and `DeviceProperties` that log pipelines lift to the top of the record. */
const LIFTED = schema(
  'RequestType ResultStatusDetail UserAuthenticationMethod KeepMeSignedIn additionalDetails extendedAuditEventCategory UserError FlowTokenScenario',
);
const DEVICE = schema('OS BrowserType IsCompliant IsCompliantAndManaged TrustType DisplayName');

/** Parameters of Exchange and compliance cmdlets that rules name as fields. */
const PARAMETERS = schema(`
  ForwardTo RedirectTo ForwardAsAttachmentTo ForwardingSmtpAddress ForwardingAddress DeliverToMailboxAndForward DeleteMessage MoveToFolder
  CopyToFolder MarkAsRead StopProcessingRules SubjectContainsWords BodyContainsWords SubjectOrBodyContainsWords FromAddressContainsWords
  From HeaderContainsWords HeaderContainsMessageHeader Identity Mailbox User AccessRights Trustee RedirectMessageTo BlindCopyTo CopyTo
  AuditEnabled AuditBypassEnabled UnifiedAuditLogIngestionEnabled AdminAuditLogEnabled AuditLogAgeLimit SetSCL SenderDomainIs
  ExceptIfSenderDomainIs Enabled State DomainName Role Roles Password AutoForwardEnabled RemoteDomain ImapEnabled PopEnabled
  ActiveSyncEnabled AllowedSenders AllowedSenderDomains BlockedSenders TrustedSendersAndDomains IPAllowList Export Format Type
  ContentMatchQuery ExchangeLocation SearchNames ActionName PurgeType HiddenFromAddressListsEnabled SmtpClientAuthenticationDisabled
`);

const OPERATION = target(['operation'], 'operation');
const RESULT = target(['result', 'record.ResultStatus'], 'result');
const WORKLOAD = target(['service', 'record.Workload', 'record.EventSource'], 'workload');
const USER = target(['actor.upn', 'actor.id', 'actor.display', 'record.UserId']);
const CHANGED = ['targets.modified.property', 'targets.modified.new'];

const ALIASES = aliases({
  // Alerts of the security and compliance center are operations such as AlertTriggered; what they are about is their name.
  'operation operationName activity activityName activityType': OPERATION,
  'eventName alertName': target(['operation', 'record.Name'], 'operation'),
  'eventSource workload officeWorkload service source.workload': WORKLOAD,
  'status resultStatus result': RESULT,
  'userId user username userPrincipalName userIdentity.userName initiatedBy': USER,
  'clientIp sourceIp sourceIpAddress ipAddress clientIpAddress actorIpAddress': target(['actor.ip']),
  'objectId officeObjectId': target(['record.ObjectId', 'targets.id']),
  'payload requestParameters message body': target(
    ['raw'],
    'plain',
    'no record has the field "Payload": its words are looked for in the whole record',
  ),
  parameters: target(['record.Parameters', ...CHANGED]),
  modifiedProperties: target(['record.ModifiedProperties', ...CHANGED]),
  'modifiedProperties.name modifiedProperties.displayName': target(['targets.modified.property']),
  'modifiedProperties.newValue newValue': target(['record.ModifiedProperties.NewValue', 'targets.modified.new', 'record.NewValue']),
  'modifiedProperties.oldValue oldValue': target(['record.ModifiedProperties.OldValue', 'targets.modified.old', 'record.OldValue']),
  'target.id targets.id': target(['record.Target.ID', 'targets.id']),
  'extendedProperties.requestType requestType': target(['record.ExtendedProperties.RequestType', 'record.RequestType']),
  'userAgent clientInfoString': target(['record.UserAgent', 'record.ExtendedProperties.UserAgent', 'record.ClientInfoString']),
  'fileName sourceFileName': target(['record.SourceFileName', 'record.FileName', 'record.EvidenceFile']),
});

function listed(name: string): FieldTarget | null {
  const match = LISTS.exec(name.replace(/\{\}|\[\d*\]/g, ''));
  if (!match?.[1] || !match[2]) return null;
  const list = RECORD.get(foldField(match[1]));
  if (list === undefined) return null;
  const member = match[2];
  if (/^(?:name|value|oldvalue|newvalue)$/i.test(member)) return target([`record.${list}.${member}`]);
  // Parameters may also be PowerShell text, which only this field of the engine takes apart.
  if (list === 'Parameters') return target([`parameters.${member}`, `changes.${member}.new`]);
  return target(list === 'ModifiedProperties' ? [`changes.${member}.new`] : [`record.${list}.${member}`]);
}

function resolve(name: string): FieldTarget | null {
  const folded = foldField(name);
  const alias = ALIASES.get(folded);
  if (alias) return alias;
  const record = RECORD.get(folded);
  if (record !== undefined) return target([`record.${record}`]);
  const lifted = LIFTED.get(folded);
  if (lifted !== undefined) return target([`record.ExtendedProperties.${lifted}`]);
  const device = DEVICE.get(folded);
  if (device !== undefined) return target([`record.DeviceProperties.${device}`]);
  const parameter = PARAMETERS.get(folded);
  if (parameter !== undefined) return target([`parameters.${parameter}`, `changes.${parameter}.new`]);
  return listed(name);
}

/** The unified audit log of Microsoft 365 as the Management Activity API delivers it. */
export const unifiedFields: FieldTable = {
  records: 'records of the unified audit log',
  resolve,
  known: [
    'eventName',
    'eventSource',
    'Operation',
    'Workload',
    'ResultStatus',
    'UserId',
    'ClientIP',
    'ObjectId',
    'Parameters.*',
    'ExtendedProperties.*',
    'ModifiedProperties.*',
    'DeviceProperties.*',
    'AffectedItems.*',
  ],
};
