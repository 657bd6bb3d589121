/** Tells by its shape to which API a recorded audit record belongs. Pure. */
import type { Json, JsonObject, Stream } from '../model';

export interface Routed {
  stream: Stream;
  body: JsonObject;
  id: string;
  /** Name of the top-level property that holds the time. */
  timeField: string;
  /** ms; null when absent or unreadable. */
  at: number | null;
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: Json | undefined): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** Read the time formats that recorded data has; without a zone it is UTC. */
export function readTime(value: Json | undefined): number | null {
  const source = text(value).trim();
  const iso = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d{1,3})?\d*(Z|[+-]\d{2}:?\d{2})?$/.exec(source);
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}:\d{2}:\d{2} [AP]M)$/.exec(source);
  const at = iso
    ? Date.parse(`${iso[1]}T${iso[2]}${iso[3] ?? ''}${iso[4] ?? 'Z'}`)
    : us
      ? Date.parse(`${us[1]}/${us[2]}/${us[3]} ${us[4]} UTC`)
      : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

function unifiedStream(record: JsonObject): Stream {
  const workload = text(record.Workload);
  if (/^dlp/i.test(text(record.Operation)) || ['11', '13', '33'].includes(text(record.RecordType))) return 'DLP.All';
  if (workload === 'AzureActiveDirectory') return 'Audit.AzureActiveDirectory';
  if (workload === 'Exchange') return 'Audit.Exchange';
  return workload === 'SharePoint' || workload === 'OneDrive' ? 'Audit.SharePoint' : 'Audit.General';
}

function routed(stream: Stream, body: JsonObject, timeField: string): Routed {
  return { stream, body, id: text(body.id) || text(body.Id), timeField, at: readTime(body[timeField]) };
}

function routeEnvelope(record: JsonObject, properties: JsonObject): Routed | undefined {
  const category = text(record.category);
  if (/SignInLogs$/i.test(category))
    return properties.createdDateTime
      ? routed('signin', properties, 'createdDateTime')
      : { ...routed('signin', record, 'time'), id: text(properties.id) };
  if (properties.AuditEventId !== undefined) return { ...routed('intune', record, 'time'), id: text(properties.AuditEventId) };
  if (properties.activityDisplayName !== undefined && properties.activityDateTime !== undefined)
    return routed('directory', properties, 'activityDateTime');
  return category === 'AuditLogs' ? { ...routed('directory', record, 'time'), id: text(properties.id) } : undefined;
}

/** Where a record is to be served; undefined when it looks like none of the four sources. */
export function routeRecord(record: JsonObject): Routed | undefined {
  if (isObject(record.properties) && record.category !== undefined) return routeEnvelope(record, record.properties);
  if (record.CreationTime !== undefined && (record.Operation !== undefined || record.RecordType !== undefined))
    return routed(unifiedStream(record), record, 'CreationTime');
  if (record.activityDisplayName !== undefined) return routed('directory', record, 'activityDateTime');
  if (text(record['@odata.type']).endsWith('auditEvent') || (record.componentName !== undefined && record.activityDateTime !== undefined))
    return routed('intune', record, 'activityDateTime');
  if (record.createdDateTime !== undefined && (record.userPrincipalName !== undefined || record.appId !== undefined))
    return routed('signin', record, 'createdDateTime');
  return undefined;
}
