import type { GraphSource, SignInKind, TimeSlice } from '../client-types';
import type { Caller } from '../core/caller';
import { createLinkTrail } from '../core/link-trail';
import { createPageReader } from '../core/page-reader';
import { partsOf, type PartHandler, type RecordPage } from '../record-page';

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

/** First page of a slice; both ends included. Only beta tells kinds of sign-ins apart; v1.0 has the interactive ones. */
export function sliceUrl(graphUrl: string, source: GraphSource, slice: TimeSlice, kind: SignInKind = 'interactiveUser'): string {
  const { path, timeField, top } = LOGS[source];
  const time = `${timeField} ge ${slice.start.toISOString()} and ${timeField} le ${slice.end.toISOString()}`;
  const stable = kind === 'interactiveUser';
  const filter = stable ? time : `${time} and signInEventTypes/any(t: t eq '${kind}')`;
  return `${graphUrl}/${stable ? 'v1.0' : 'beta'}/${path}?$filter=${encodeURIComponent(filter)}&$top=${top}`;
}

interface GraphReader {
  call: Caller;
  graphUrl: string;
  /** Sign-in logs to read, one after the other. */
  signInKinds: readonly SignInKind[];
}

export interface ReadOptions {
  signal: AbortSignal | undefined;
  onPart: PartHandler | undefined;
}

async function* readPages(
  { call, graphUrl }: GraphReader,
  source: GraphSource,
  first: string,
  range: string,
  { signal, onPart }: ReadOptions,
) {
  const trail = createLinkTrail('graph', graphUrl, first);
  let url: string | undefined = first;
  for (let number = 1; url !== undefined; number++) {
    const location = `graph:${source} ${range} #${number}`;
    const reader = createPageReader('graph', partsOf(location, onPart));
    const { permission } = LOGS[source];
    const { read, readLarge } = reader;
    const { nextLink, ...page } = await call({ api: 'graph', url, followedLink: number > 1, permission, signal, read, readLarge });
    yield { ...page, location };
    url = trail.next(nextLink, page.given + page.records.length + page.broken.length);
  }
}

/** Pages of a slice, one in memory at a time. The next page is asked for when the consumer wants it. */
export async function* readGraphSlice(
  reader: GraphReader,
  source: GraphSource,
  slice: TimeSlice,
  options: ReadOptions,
): AsyncGenerator<RecordPage, void, undefined> {
  const kinds = source === 'signin' ? reader.signInKinds : (['interactiveUser'] as const);
  const range = `${slice.start.toISOString()}/${slice.end.toISOString()}`;
  for (const kind of kinds) {
    const place = kind === 'interactiveUser' ? range : `${kind} ${range}`;
    yield* readPages(reader, source, sliceUrl(reader.graphUrl, source, slice, kind), place, options);
  }
}
