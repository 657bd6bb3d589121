/** Groups the records of a content type into content blobs. A blob is complete when it becomes visible and never changes. */
import { Rng } from '../generate/random';
import { keyTime, type ContentType, type Dataset, type SimulatedRecord } from '../model';

export interface Blob {
  contentType: ContentType;
  contentId: string;
  /** ms; the end of the time that the blob covers. */
  created: number;
  slice: number;
  chunk: number;
}

const stamp = (at: number): string => new Date(at).toISOString().replace(/\D/g, '').slice(0, 17);

function contentId(type: ContentType, created: number, chunk: number): string {
  const id = `${stamp(created)}${String(chunk).padStart(6, '0')}`;
  const name = type.replace('.', '_');
  return `${id}$${id}$${name.toLowerCase()}$${name}$emea${String(Math.floor(created / 60_000) % 10_000).padStart(4, '0')}`;
}

/** End of the blob that holds a record of this key time: the moment from which it can be read. */
export function visibleFrom(dataset: Dataset, key: number): number {
  const width = dataset.blobMs(Math.floor(key / dataset.sliceMs));
  return (Math.floor(key / width) + 1) * width;
}

/** Blobs whose creation lies in [from, to), in order of creation. */
export function* listBlobs(dataset: Dataset, type: ContentType, from: number, to: number, maxRecords: number): Generator<Blob> {
  const range = dataset.range(type, to);
  const first = Math.max(range.first, Math.floor(from / dataset.sliceMs) - 1);
  for (let slice = first; slice < range.end && slice * dataset.sliceMs < to; slice++) {
    for (const [created, count] of counts(dataset, type, slice)) {
      if (created < from || created >= to) continue;
      for (let chunk = 0; chunk * maxRecords < count; chunk++)
        yield { contentType: type, contentId: contentId(type, created, chunk), created, slice, chunk };
    }
  }
}

function counts(dataset: Dataset, type: ContentType, slice: number): Iterable<[created: number, count: number]> {
  if (dataset.blobMs(slice) === dataset.sliceMs) {
    const count = dataset.count(type, slice);
    return count ? [[(slice + 1) * dataset.sliceMs, count]] : [];
  }
  const byEnd = new Map<number, number>();
  for (const record of dataset.slice(type, slice)) {
    const end = visibleFrom(dataset, keyTime(record));
    byEnd.set(end, (byEnd.get(end) ?? 0) + 1);
  }
  return byEnd;
}

/** Find a blob again by its content id; undefined when the id is not one of ours. */
export function parseContentId(dataset: Dataset, id: string): Blob | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{3})(\d{6})\$\d{23}\$[\w]+\$(\w+)\$emea\d{4}$/.exec(id);
  if (!match) return undefined;
  const [, year, month, dayOfMonth, hour, minute, second, ms, chunk, name] = match;
  const created = Date.parse(`${year}-${month}-${dayOfMonth}T${hour}:${minute}:${second}.${ms}Z`);
  const type = (['Audit.AzureActiveDirectory', 'Audit.Exchange', 'Audit.SharePoint', 'Audit.General', 'DLP.All'] as const).find(
    (t) => t.replace('.', '_') === name,
  );
  if (!type || Number.isNaN(created)) return undefined;
  return { contentType: type, contentId: id, created, slice: Math.floor((created - 1) / dataset.sliceMs), chunk: Number(chunk) };
}

/** The records of a blob, in no particular order (always the same one). */
export function readBlob(dataset: Dataset, blob: Blob, maxRecords: number): SimulatedRecord[] {
  const inBlob = dataset.slice(blob.contentType, blob.slice).filter((record) => visibleFrom(dataset, keyTime(record)) === blob.created);
  return new Rng(blob.contentId).shuffle(inBlob.slice(blob.chunk * maxRecords, (blob.chunk + 1) * maxRecords));
}
