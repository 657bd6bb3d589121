/** Shapes shared by the data sources and the HTTP server of the simulator. Times are milliseconds since 1970, UTC. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };
export type JsonObject = { [key: string]: Json | undefined };

export const contentTypes = ['Audit.AzureActiveDirectory', 'Audit.Exchange', 'Audit.SharePoint', 'Audit.General', 'DLP.All'] as const;
export type ContentType = (typeof contentTypes)[number];

export const graphStreams = ['directory', 'signin', 'intune'] as const;
export type GraphStream = (typeof graphStreams)[number];

/** What the product calls a source. */
export type SourceName = GraphStream | 'unified';

/** One independent flow of records. Graph flows are asked by event time, content types by the time they become available. */
export type Stream = GraphStream | ContentType;
export const streams: readonly Stream[] = [...graphStreams, ...contentTypes];

export const isContentType = (value: string): value is ContentType => contentTypes.some((type) => type === value);
export const sourceOf = (stream: Stream): SourceName => (isContentType(stream) ? 'unified' : stream);

/** A record as the API would deliver it, with what only the simulator knows about it. */
export interface SimulatedRecord {
  id: string;
  stream: Stream;
  /** When it happened. */
  at: number;
  /** When the API begins to deliver it; never before `at`. */
  available: number;
  body: JsonObject;
  /** Key of the attack story that it belongs to. */
  story?: string;
}

/** An attack that is hidden in the data: the ground truth for detection tests. */
export interface Story {
  key: string;
  title: string;
  /** Event time of the first and last record. */
  from: number;
  to: number;
  /** User principal names or application names of the attacker's identities. */
  actors: string[];
  targets: string[];
  /** ATT&CK technique ids. */
  techniques: string[];
  records: { id: string; source: SourceName; operation: string }[];
}

/** A directory object that `getByIds` and `/users` resolve. */
export interface DirectoryObject {
  type: 'user' | 'group' | 'servicePrincipal' | 'application' | 'device' | 'directoryRole';
  body: JsonObject;
}

/**
 * Where records come from: the generator or a replayed file. `slice` returns the records of one time slice in the
 * order of their key time (event time for Graph, availability for content types), oldest first.
 */
export interface Dataset {
  /** Lines of a replayed file that look like no known record and are not served. */
  readonly skipped?: number;
  /** Length of a slice. */
  readonly sliceMs: number;
  /** First and (exclusive) last slice that can hold records of the stream, given the present time. */
  range(stream: Stream, now: number): { first: number; end: number };
  slice(stream: Stream, index: number): readonly SimulatedRecord[];
  /** Number of records of the slice, without composing them where that can be avoided. */
  count(stream: Stream, index: number): number;
  /** Length of the content blobs of this slice; divides `sliceMs`. */
  blobMs(index: number): number;
  stories(now: number): Story[];
  findObject(id: string): DirectoryObject | undefined;
}

/** The time by which a record is filed into slices. */
export const keyTime = (record: SimulatedRecord): number => (isContentType(record.stream) ? record.available : record.at);
