/** Walks the slices of a stream in time order, forwards or backwards, without holding more than one slice. */
import type { Dataset, GraphStream, SimulatedRecord } from '../model';
import type { LogFilter } from './graph-filter';

/** Where a page ended: the slice and the position of the next record in it. */
export interface Cursor {
  slice: number;
  position: number;
}

export interface PageRequest {
  dataset: Dataset;
  stream: GraphStream;
  filter: LogFilter;
  /** Records that become available later are not shown. */
  now: number;
  newestFirst: boolean;
  cursor: Cursor | null;
  limit: number;
}

export interface Page {
  records: SimulatedRecord[];
  /** null on the last page. */
  next: Cursor | null;
}

export function readPage(request: PageRequest): Page {
  const { dataset, stream, filter, now, newestFirst, limit } = request;
  const range = dataset.range(stream, now);
  const first = Math.max(range.first, Math.floor(filter.from / dataset.sliceMs));
  const last = Math.min(range.end - 1, Math.floor(Math.min(filter.to, now) / dataset.sliceMs));
  const step = newestFirst ? -1 : 1;
  const records: SimulatedRecord[] = [];
  let slice = request.cursor?.slice ?? (newestFirst ? last : first);
  let position = request.cursor?.position ?? 0;
  for (; slice >= first && slice <= last; slice += step, position = 0) {
    const all = dataset.slice(stream, slice);
    for (; position < all.length; position++) {
      const record = all[newestFirst ? all.length - 1 - position : position];
      if (!record || record.at < filter.from || record.at > filter.to || record.available > now || !filter.matches(record.body)) continue;
      if (records.length === limit) return { records, next: { slice, position } };
      records.push(record);
    }
  }
  return { records, next: null };
}
