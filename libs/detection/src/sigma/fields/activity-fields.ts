import { directoryFields } from './directory-fields';
import { aliases, type FieldTable, type FieldTarget, foldField, schema, target } from './field-target';

/** Members of the REST API's records and of the export, and columns of the table AzureActivity, that are looked up as they are. */
const RECORD = schema(`
  channels correlationId description level operationId submissionTimestamp eventSubmissionTimestamp eventName
  httpRequest.clientRequestId httpRequest.clientIpAddress httpRequest.method httpRequest.uri
  properties.statusCode properties.serviceRequestId properties.requestbody properties.responseBody properties.entity
  properties.hierarchy properties.eventProperties properties.isComplianceCheck properties.resourceLocation properties.policies
  properties.title properties.service properties.region properties.incidentType properties.trackingId properties.stage
  properties.currentHealthStatus properties.previousHealthStatus properties.cause properties.eventSubject properties.severity
  properties.attackedResourceType properties.compromisedEntity properties.actionTaken
  relatedEvents resultSignature durationMs location tenantId hierarchy ActivitySubstatusValue SourceSystem Type
`);

const CATEGORY = target(['raw.category', 'raw.CategoryValue', 'raw.properties.eventCategory', 'service']);
const STATUS = target(['result', 'raw.resultType', 'raw.status', 'raw.ActivityStatusValue'], 'result');
const RESOURCE = target(['raw.resourceId', 'raw._ResourceId', 'targets.id']);

const ALIASES = aliases({
  'operationName operationNameValue operation operationName.value authorization.action': target(
    ['operation', 'raw.operationName'],
    'operation',
  ),
  'category categoryValue category.value properties.eventCategory eventCategory': CATEGORY,
  'status statusValue status.value activityStatus activityStatusValue resultType': STATUS,
  'subStatus subStatus.value activitySubstatus': target(['raw.subStatus', 'raw.ActivitySubstatusValue', 'raw.resultSignature']),
  'resourceId _resourceId resourceUri authorization.scope properties.entity entity': RESOURCE,
  'resource resourceName': target(['targets.display']),
  'resourceType resourceType.value resourceTypeValue': target(['targets.type', 'raw.resourceType']),
  'resourceProvider resourceProviderName resourceProviderValue resourceProviderName.value': target(
    ['operation', 'raw.ResourceProviderValue', 'raw.resourceProviderName'],
    'provider',
  ),
  'resourceGroup resourceGroupName': target(['raw.resourceGroup', 'raw.resourceGroupName']),
  'subscriptionId subscription': target(['entity_keys']),
  'caller identity initiatedBy user userPrincipalName': target(['actor.upn', 'actor.display', 'actor.id', 'raw.caller']),
  'callerIpAddress ipAddress clientIp clientIpAddress httpRequest.clientIpAddress': target(['actor.ip']),
  'eventDataId eventId': target(['id']),
  httpRequest: target(['raw.httpRequest']),
  'resultDescription description': target(['raw.resultDescription', 'raw.description']),
});

/** Claims and rights of the caller are named after what the token holds: any name may follow. */
const OPEN = /^(?:identity\.)?(claims|authorization)(?:_?d)?(?:\.([\w:/.-]{1,150}))?$/i;

function ofCaller(name: string): FieldTarget | null {
  const [, list, rest] = OPEN.exec(name) ?? [];
  if (list === undefined) return null;
  const path = rest === undefined ? '' : `.${rest}`;
  const member = list.toLowerCase();
  return target([`raw.identity.${member}${path}`, `raw.${member}${path}`, `raw.${member}_d${path}`]);
}

function resolve(name: string): FieldTarget | null {
  const folded = foldField(name);
  const alias = ALIASES.get(folded);
  if (alias) return alias;
  const record = RECORD.get(folded);
  if (record !== undefined) return target([`raw.${record}`]);
  return ofCaller(name) ?? directoryFields.resolve(name);
}

/** The activity log of Azure subscriptions, in each of its forms; rules filed there that are about Entra find Entra's fields too. */
export const activityFields: FieldTable = {
  records: 'records of the Azure activity log',
  resolve,
  known: [
    'operationName',
    'CategoryValue',
    'ResourceProviderValue',
    'ResourceId',
    'Status',
    'caller',
    'callerIpAddress',
    'Claims.*',
    'properties.*',
  ],
};
