import type { GraphSource, TimeSlice } from '../client-types';
import type { Caller } from '../core/caller';
import { createLinkTrail } from '../core/link-trail';
import { createPageReader } from '../core/page-reader';
import type { RecordPage } from '../record-page';

interface GraphLog {
  path: string;
  timeField: string;
  /** Largest page of the log. Sources: Graph reference, signin-list and directoryaudit-list; auditEvents names none. */
  top: number;
  permission: string;
}

const LOGS: Record<GraphSource, GraphLog> = {
  directory: { path: 'auditLogs/directoryAudits', timeField: 'activityDateTime', top: 999, permission: 'AuditLog.Read.All' },
  signin: { path: 'auditLogs/signIns', timeField: 'createdDateTime', top: 1000, permission: 'AuditLog.Read.All' },
  intune: { path: 'deviceManagement/auditEvents', timeField: 'activityDateTime', top: 999, permission: 'DeviceManagementApps.Read.All' },
};

/** First page of a slice; both ends included. */
export function sliceUrl(graphUrl: string, source: GraphSource, slice: TimeSlice): string {
  const { path, timeField, top } = LOGS[source];
  const filter = `${timeField} ge ${slice.start.toISOString()} and ${timeField} le ${slice.end.toISOString()}`;
  return `${graphUrl}/v1.0/${path}?$filter=${encodeURIComponent(filter)}&$top=${top}`;
}

/** Pages of a slice, one in memory at a time. The next page is asked for when the consumer wants it. */
export async function* readGraphSlice(
  call: Caller,
  graphUrl: string,
  source: GraphSource,
  slice: TimeSlice,
  signal: AbortSignal | undefined,
): AsyncGenerator<RecordPage, void, undefined> {
  const first = sliceUrl(graphUrl, source, slice);
  const trail = createLinkTrail('graph', graphUrl, first);
  const range = `${slice.start.toISOString()}/${slice.end.toISOString()}`;
  let url: string | undefined = first;
  for (let number = 1; url !== undefined; number++) {
    const reader = createPageReader('graph');
    const { permission } = LOGS[source];
    const page = await call({ api: 'graph', url, followedLink: number > 1, permission, signal, read: reader.read });
    const { nextLink, records, broken, truncated } = page;
    yield { records, broken, truncated, location: `graph:${source} ${range} #${number}` };
    url = trail.next(nextLink, records.length + broken.length);
  }
}
