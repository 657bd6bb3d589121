import type { ContentBlob } from '../client-types';
import { createPageReader, type ReadPage } from '../core/page-reader';
import { isSameOrigin } from '../core/same-origin';
import { BODY_TOO_LARGE } from '../error-codes';
import { MicrosoftError } from '../microsoft-error';
import { partsOf, type BrokenRecord, type PartHandler, type RecordPage } from '../record-page';
import { permissionFor, withPublisher, type Feed } from './feed';

const location = (blob: ContentBlob): string => `blob:${blob.contentId}`;

/** A blob whose records cannot be had: one broken record stands for all of them, so that the loss is seen. */
function unreadable(blob: ContentBlob, detail: string): RecordPage {
  const broken = [{ index: 0, reason: 'blob_unreadable' as const, detail, text: blob.contentUri }];
  return { records: [], broken, location: location(blob), truncated: false, given: 0, bytes: 0 };
}

/** A blob that was not read to its end because of its size: `best` came before the limit, everything behind it is missing. */
function tooLarge(blob: ContentBlob, best: ReadPage | undefined, maxBodyBytes: number): RecordPage {
  const size = `${Math.floor(maxBodyBytes / 1_000_000)} MB`;
  const detail = `The blob is larger than the ${size} that are read of one. Export its time in the Purview portal (Audit) and import the file.`;
  const { records, broken, given, bytes } = best ?? { records: [], broken: [], given: 0, bytes: 0 };
  const index = given + records.length + broken.length;
  const missing: BrokenRecord = { index, reason: 'too_large', detail, text: blob.contentUri };
  return { records, broken: [missing, ...broken], location: location(blob), truncated: true, given, bytes };
}

/** Records of a blob. What concerns this blob alone does not stop the run; what concerns the tenant or the connection throws. */
export async function readBlob(
  feed: Feed,
  blob: ContentBlob,
  signal: AbortSignal | undefined,
  onPart: PartHandler | undefined,
): Promise<RecordPage> {
  if (!isSameOrigin(blob.contentUri, feed.managementUrl)) {
    return unreadable(blob, 'The address of the blob is on another server; it was not read.');
  }
  const reader = createPageReader('management', partsOf(location(blob), onPart));
  const { read, readLarge } = reader;
  const url = withPublisher(blob.contentUri, feed.publisherId);
  try {
    const permission = permissionFor(blob.contentType);
    const { nextLink: _none, ...page } = await feed.call({ api: 'management', url, permission, signal, read, readLarge });
    return { ...page, location: location(blob) };
  } catch (error) {
    if (!(error instanceof MicrosoftError)) throw error;
    if (error.code === BODY_TOO_LARGE) return tooLarge(blob, reader.best(), feed.maxBodyBytes);
    if (error.kind === 'not_found') return unreadable(blob, `The API no longer has the blob (${error.code ?? `HTTP ${error.status}`}).`);
    if (error.kind !== 'malformed') throw error;
    const best = reader.best();
    if (!best) return unreadable(blob, `The blob is not a list of records: ${error.message}.`);
    return endedEarly(blob, best);
  }
}

/** What could be read of a blob that ends early each time, and one broken record for the part that is missing. */
function endedEarly(blob: ContentBlob, { records, broken, given, bytes }: ReadPage): RecordPage {
  const detail = 'The blob ends in the middle; records after this place are missing.';
  const missing: BrokenRecord = { index: given + records.length + broken.length, reason: 'blob_unreadable', detail, text: blob.contentUri };
  return { records, broken: [...broken, missing], location: location(blob), truncated: true, given, bytes };
}
