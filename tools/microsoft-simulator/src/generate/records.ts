import { sourceOf, streams, type JsonObject, type SourceName } from '../model';
import { Generator } from './generator';

/** What a set of records is made from; the same gives the same records. */
export interface RecordSet {
  tenantId: string;
  seed: number;
  users: number;
  events: number;
  days: number;
  /** End of the history, milliseconds since 1970. */
  anchor: number;
}

/** A record with the key of the attack story that it belongs to, if any. */
export interface GeneratedRecord {
  source: SourceName;
  body: JsonObject;
  story?: string | undefined;
}

/** The records of a company without a server, stream by stream, oldest first; made as they are asked for. */
export function* generatedRecords(set: RecordSet): IterableIterator<GeneratedRecord> {
  const generator = new Generator({ ...set, live: null, latencyScale: 0, stories: true });
  for (const stream of streams) {
    const { first, end } = generator.range(stream, set.anchor);
    for (let slice = first; slice < end; slice += 1)
      for (const { body, story } of generator.slice(stream, slice)) yield { source: sourceOf(stream), body, story };
  }
}
