import type { ContentBlob } from '../client-types';
import { BODY_TOO_LARGE } from '../core/http';
import { createPageReader } from '../core/page-reader';
import { isSameOrigin } from '../core/same-origin';
import { MicrosoftError } from '../microsoft-error';
import type { BrokenRecord, RecordPage } from '../record-page';
import { permissionFor, withPublisher, type Feed } from './feed';

const location = (blob: ContentBlob): string => `blob:${blob.contentId}`;

/** A blob whose records cannot be had: one broken record stands for all of them, so that the loss is seen. */
function unreadable(blob: ContentBlob, detail: string, reason: BrokenRecord['reason'] = 'blob_unreadable'): RecordPage {
  return { records: [], broken: [{ index: 0, reason, detail, text: blob.contentUri }], location: location(blob), truncated: false };
}

/** Records of a blob. What concerns this blob alone does not stop the run; what concerns the tenant or the connection throws. */
export async function readBlob(feed: Feed, blob: ContentBlob, signal: AbortSignal | undefined): Promise<RecordPage> {
  if (!isSameOrigin(blob.contentUri, feed.managementUrl)) {
    return unreadable(blob, 'The address of the blob is on another server; it was not read.');
  }
  const reader = createPageReader('management');
  const url = withPublisher(blob.contentUri, feed.publisherId);
  try {
    const permission = permissionFor(blob.contentType);
    const { records, broken, truncated } = await feed.call({ api: 'management', url, permission, signal, read: reader.read });
    return { records, broken, truncated, location: location(blob) };
  } catch (error) {
    if (!(error instanceof MicrosoftError)) throw error;
    if (error.code === BODY_TOO_LARGE) return unreadable(blob, 'The blob is larger than this product reads.', 'too_large');
    if (error.kind === 'not_found') return unreadable(blob, `The API no longer has the blob (${error.code ?? `HTTP ${error.status}`}).`);
    if (error.kind !== 'malformed') throw error;
    const best = reader.best();
    if (!best) return unreadable(blob, `The blob is not a list of records: ${error.message}.`);
    return endedEarly(blob, best.records, best.broken);
  }
}

/** What could be read of a blob that ends early each time, and one broken record for the part that is missing. */
function endedEarly(blob: ContentBlob, records: unknown[], broken: BrokenRecord[]): RecordPage {
  const detail = 'The blob ends in the middle; records after this place are missing.';
  const missing: BrokenRecord = { index: records.length + broken.length, reason: 'blob_unreadable', detail, text: blob.contentUri };
  return { records, broken: [...broken, missing], location: location(blob), truncated: true };
}
