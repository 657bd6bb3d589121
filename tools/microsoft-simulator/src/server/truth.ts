/** Ground truth: every record that the APIs have made available until now. */
import { contentTypes, graphStreams, isContentType, keyTime, sourceOf, type SourceName, type Stream } from '../model';
import { visibleFrom } from './blobs';
import type { Tenant } from './tenant';

export interface TruthQuery {
  source?: SourceName;
  /** Bounds of the event time, ms: from <= at < to. */
  from?: number;
  to?: number;
}

export interface TruthRecord {
  id: string;
  tenant: string;
  source: SourceName;
  stream: Stream;
  /** Event time and the moment from which the API delivers it, ISO. */
  at: string;
  available: string;
  story?: string;
}

/** Walks all slices; nothing is held but the present one. Records older than the API's retention are included. */
export function* truth(tenant: Tenant, query: TruthQuery, now: number): Generator<TruthRecord> {
  const { dataset } = tenant;
  for (const stream of [...graphStreams, ...contentTypes]) {
    if (query.source && sourceOf(stream) !== query.source) continue;
    const { first, end } = dataset.range(stream, now);
    for (let index = first; index < end; index++) {
      for (const record of dataset.slice(stream, index)) {
        const available = isContentType(stream) ? visibleFrom(dataset, keyTime(record)) : record.available;
        if (available > now || record.at > now || record.at < (query.from ?? -Infinity) || record.at >= (query.to ?? Infinity)) continue;
        yield {
          id: record.id,
          tenant: tenant.tenantId,
          source: sourceOf(stream),
          stream,
          at: new Date(record.at).toISOString(),
          available: new Date(available).toISOString(),
          ...(record.story ? { story: record.story } : {}),
        };
      }
    }
  }
}
