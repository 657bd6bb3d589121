import { aliases, type FieldTable, type FieldTarget, foldField, inner, schema, target } from './field-target';

/** Graph's `directoryAudit`, what the diagnostic settings add to it, and the columns of Sentinel's table. */
const RECORD = schema(`
  id category correlationId result resultReason activityDisplayName activityDateTime loggedByService operationType userAgent
  initiatedBy.user.id initiatedBy.user.displayName initiatedBy.user.userPrincipalName initiatedBy.user.ipAddress
  initiatedBy.user.userType initiatedBy.user.homeTenantId initiatedBy.user.homeTenantName initiatedBy.user.roles
  initiatedBy.app.appId initiatedBy.app.displayName initiatedBy.app.servicePrincipalId initiatedBy.app.servicePrincipalName
  targetResources.id targetResources.displayName targetResources.type targetResources.userPrincipalName targetResources.groupType
  targetResources.administrativeUnits targetResources.modifiedProperties.displayName targetResources.modifiedProperties.oldValue
  targetResources.modifiedProperties.newValue additionalDetails.key additionalDetails.value tenantId tenantGeo
`);

const ENVELOPE = schema(`
  time resourceId operationName operationVersion category tenantId resultType resultSignature resultDescription durationMs
  callerIpAddress correlationId identity Level location result Resource ResourceGroup SourceSystem AADTenantId AADOperationType
`);

const OPERATION = target(['operation'], 'operation');
const OPERATION_NAME = target(['operation', 'raw.operationName'], 'operation');
const REASON = target(['record.resultReason', 'raw.resultDescription']);
const NEW_VALUE = target([
  'targets.modified.new',
  'record.targetResources.modifiedProperties.newValue',
  'record.ModifiedProperties.NewValue',
]);
const OLD_VALUE = target([
  'targets.modified.old',
  'record.targetResources.modifiedProperties.oldValue',
  'record.ModifiedProperties.OldValue',
]);
const PROPERTY = target(['targets.modified.property']);
const CHANGES = target(['targets.modified', 'record.targetResources.modifiedProperties']);
const TARGETS = target(['targets', 'record.targetResources']);
const WHO = target(['actor.upn', 'actor.display', 'actor.id', 'record.initiatedBy']);

const ALIASES = aliases({
  'message activityDisplayName activity activityType activityName eventName operation': OPERATION,
  operationName: OPERATION_NAME,
  'category activityCategory': target(['service', 'raw.category']),
  'result resultType resultSignature outcome': target(['result'], 'result'),
  status: target(['result', ...REASON.places], 'result'),
  'resultReason resultDescription statusReason reason': REASON,
  'initiatedBy actor caller initiator identity': WHO,
  'initiatedBy.user': target(['actor.upn', 'actor.display', 'actor.id', 'record.initiatedBy.user']),
  'initiatedBy.user.userPrincipalName initiatedByUpn userPrincipalName userName': target(['actor.upn']),
  'initiatedBy.user.id': target(['actor.id']),
  'initiatedBy.user.displayName': target(['actor.display', 'record.initiatedBy.user.displayName']),
  'initiatedBy.user.ipAddress callerIpAddress ipAddress clientIp': target(['actor.ip']),
  'initiatedBy.app.displayName appDisplayName': target(['record.initiatedBy.app.displayName']),
  'initiatedBy.app.appId appId': target(['record.initiatedBy.app.appId', 'record.additionalDetails.AppId']),
  'service loggedBy': target(['record.loggedByService']),
  'targetResources targetResource target targets': TARGETS,
  'targetResources.displayName target.displayName targetDisplayName': target(['targets.display', 'record.targetResources.displayName']),
  'targetResources.userPrincipalName targetUserPrincipalName target.userPrincipalName': target([
    'targets.upn',
    'record.targetResources.userPrincipalName',
  ]),
  'targetResources.id target.id targetId': target(['targets.id', 'record.targetResources.id']),
  'targetResources.type target.type targetType': target(['targets.type'], 'compact'),
  'targetResources.modifiedProperties modifiedProperties': CHANGES,
  'targetResources.modifiedProperties.displayName targetResources.modifiedProperties.name modifiedProperties.displayName modifiedProperties.name propertyName':
    PROPERTY,
  'targetResources.modifiedProperties.newValue modifiedProperties.newValue newValue': NEW_VALUE,
  'targetResources.modifiedProperties.oldValue modifiedProperties.oldValue oldValue': OLD_VALUE,
  'userAgent additionalDetails.userAgent': target(['record.userAgent', 'record.additionalDetails.User-Agent']),
});

/** Names of changed properties that rules put where a field is expected, by what they begin with, and those that stand alone. */
const PROPERTIES =
  /^(?:targetresources\.modifiedproperties\.|modifiedproperties\.)?((?:ConsentContext|ConsentAction|AppRole|AppRoleAssignment|TargetId|ActorId|DelegatedPermissionGrant|MethodExecutionResult|ServicePrincipal|Role|Group|Application|User)\.[\w.]{1,100}|Strong[A-Za-z]{1,60}|AppAddress|AccountEnabled|KeyDescription|FederatedIdentityCredentials|RequiredResourceAccess|IncludedUpdatedProperties)$/i;

function changedProperty(name: string): FieldTarget | null {
  const property = PROPERTIES.exec(name.replace(/^properties\./i, ''))?.[1];
  return property === undefined ? null : target([`changes.${property}.new`]);
}

/** `additionalDetails` is a list of names and values: the name may stand where a field is expected. */
function detail(folded: string, name: string): FieldTarget | null {
  if (!folded.startsWith('additionaldetails.')) return null;
  return target([
    `record.additionalDetails.${
      name
        .split('.')
        .at(-1)
        ?.replace(/[{}[\]]/g, '') ?? ''
    }`,
  ]);
}

function resolve(name: string): FieldTarget | null {
  const whole = foldField(name);
  const folded = inner(whole);
  const alias = ALIASES.get(folded);
  if (alias) return alias;
  const record = RECORD.get(folded);
  if (record !== undefined) return target([`record.${record}`]);
  const envelope = ENVELOPE.get(whole);
  if (envelope !== undefined) return target([`raw.${envelope}`]);
  return detail(folded, name) ?? changedProperty(name);
}

/** Entra's audit log: from Graph, from the diagnostic settings, and the same activities in the unified log where they carry the field. */
export const directoryFields: FieldTable = {
  records: 'Entra audit records',
  resolve,
  known: [
    'operationName',
    'properties.message',
    'category',
    'loggedByService',
    'properties.result',
    'resultReason',
    'initiatedBy.*',
    'targetResources.*',
    'additionalDetails.*',
  ],
};
