import type { JsonObject } from '@aoc/contracts';
import { asObject, firstText, isObject, recase, spellings, text } from '../json';

/** A record of the Azure activity log, the same whichever way it came. */
export interface Activity {
  /** null in the export, which has none */
  id: string | null;
  times: readonly unknown[];
  operation: string;
  /** `Administrative`, `Policy`, `Security`, `ServiceHealth`, … */
  category: string;
  status: unknown;
  caller: string | null;
  claims: JsonObject;
  authorization: JsonObject;
  addresses: readonly unknown[];
  resourceId: unknown;
  properties: JsonObject;
  correlation: unknown;
  tenant: unknown;
  description: string | null;
}

const SPELLINGS = spellings(
  [
    ...['time', 'resourceId', 'operationName', 'category', 'resultType', 'resultSignature', 'resultDescription', 'callerIpAddress'],
    ...['correlationId', 'identity', 'level', 'properties', 'tenantId', 'caller', 'claims', 'authorization', 'eventDataId'],
    ...['eventTimestamp', 'httpRequest', 'status', 'description', 'operationNameValue', 'categoryValue', 'activityStatusValue'],
  ],
  { TimeGenerated: 'time', _ResourceId: 'resourceId', Claims_d: 'claims', Authorization_d: 'authorization', Properties_d: 'properties' },
);

/** `{value, localizedValue}` of the REST API, or the text itself. */
const word = (value: unknown): string | null => text(isObject(value) ? value.value : value);

/** Operations of Azure's resource providers: `Microsoft.Network/dnsZones/write`. Entra's have blanks, those of most resource logs no slash. */
const OPERATION = /^[a-z][\w.-]{1,100}\/\S{1,400}$/i;

const CATEGORIES = new Set([
  ...['administrative', 'write', 'delete', 'action', 'policy', 'security', 'servicehealth', 'resourcehealth', 'alert', 'autoscale'],
  ...['recommendation'],
]);
/** Old exports name the kind of action where the category should be. */
const ACTIONS = new Set(['write', 'delete', 'action']);

const objectOf = (value: unknown): JsonObject => asObject(value);

/** What the REST API and the portal's JSON view give (`eventDataId`, `eventTimestamp`, `{value, localizedValue}`). */
function fromRest(record: JsonObject, operation: string): Activity {
  const request = objectOf(record.httpRequest);
  return {
    ...common(record, operation),
    id: text(record.eventDataId),
    times: [record.eventTimestamp, record.time],
    category: word(record.category) ?? 'Administrative',
    status: word(record.status),
    addresses: [request.clientIpAddress],
    description: text(record.description),
  };
}

/** A row of the table AzureActivity of Log Analytics. */
function fromTable(record: JsonObject, operation: string): Activity {
  return {
    ...common(record, operation),
    id: text(record.eventDataId),
    times: [record.time, record.eventTimestamp],
    category: firstText(record.categoryValue, record.category) ?? 'Administrative',
    status: firstText(record.activityStatusValue, record.status),
    addresses: [record.callerIpAddress, objectOf(record.httpRequest).clientIpAddress],
    description: text(record.description),
  };
}

/** What a diagnostic setting writes to a storage account or an event hub. */
function fromExport(record: JsonObject, operation: string): Activity {
  const base = common(record, operation);
  const identity = objectOf(record.identity);
  const named = text(record.category);
  const own = named !== null && !ACTIONS.has(named.toLowerCase()) ? named : null;
  const inner = objectOf(base.properties.eventProperties);
  return {
    ...base,
    times: [record.time, record.eventTimestamp],
    category: firstText(base.properties.eventCategory, own) ?? 'Administrative',
    status: record.resultType,
    caller: firstText(record.caller, base.properties.caller),
    claims: objectOf(identity.claims),
    authorization: objectOf(identity.authorization),
    addresses: [record.callerIpAddress],
    properties: Object.keys(inner).length > 0 ? inner : base.properties,
    description: text(record.resultDescription),
  };
}

function common(record: JsonObject, operation: string): Activity {
  return {
    id: null,
    times: [],
    operation,
    category: 'Administrative',
    status: null,
    caller: text(record.caller),
    claims: objectOf(record.claims),
    authorization: objectOf(record.authorization),
    addresses: [],
    resourceId: record.resourceId,
    properties: objectOf(record.properties),
    correlation: record.correlationId,
    tenant: record.tenantId,
    description: null,
  };
}

function isExport(record: JsonObject): boolean {
  const identity = objectOf(record.identity);
  const category = text(record.category)?.toLowerCase() ?? '';
  return text(record.resourceId) !== null && (CATEGORIES.has(category) || isObject(identity.claims) || isObject(identity.authorization));
}

/**
 * The activity in a record, null when it is none. All three schemas of Microsoft's "Azure Activity Log event schema"
 * (learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema): REST API, export to storage or event hubs, and the table
 * AzureActivity; names in any case.
 */
export function readActivity(raw: JsonObject): Activity | null {
  const record = recase(raw, SPELLINGS);
  const column = text(record.operationNameValue);
  if (column !== null && OPERATION.test(column)) return fromTable(record, column);
  const operation = word(record.operationName);
  if (operation === null || !OPERATION.test(operation)) return null;
  if (text(record.eventDataId) !== null || text(record.eventTimestamp) !== null) return fromRest(record, operation);
  return isExport(record) ? fromExport(record, operation) : null;
}
