import type { ContentBlob, RecordPage } from '@aoc/microsoft';
import type { StoreResult } from '../store/store-records';
import { noteRead, noteRefused, noteUnreadable } from './content-blobs';
import { isRecord, isSpoilt, storePages, type FetchWork } from './fetch-work';

/** Blobs that are read at the same time, as long as they are small. */
const PARALLEL = 4;
/** Records, and bytes of their text, that are stored together: small blobs are put together, a large one is stored alone. */
const TOGETHER = 500;
const TOGETHER_BYTES = 2 * 1024 * 1024;
/** Readings of a blob that came damaged, within one run. */
const MAX_READINGS = 3;

interface ReadBlob {
  blob: ContentBlob;
  /** The last records; those of a large blob before them are stored. */
  page: RecordPage;
  damaged: boolean;
  /** The size of a blob keeps it from being read: another try changes nothing. */
  refused: boolean;
  /** Records of the parts that are stored, repeats included. */
  read: number;
}

/** A blob exists because there are records: an empty one is a mistake of the answer. */
const isDamaged = (page: RecordPage): boolean =>
  page.truncated ||
  page.broken.some(isSpoilt) ||
  page.given + page.records.length + page.broken.length === 0 ||
  !page.records.every(isRecord);

function sampleLags(work: FetchWork, blobs: readonly ContentBlob[], { newTimes }: StoreResult): void {
  const now = work.ctx.clock.now().getTime();
  const available = Math.max(...blobs.map((blob) => blob.contentCreated.getTime()));
  for (const time of newTimes) work.tally.sample(time, Math.max(available, time.getTime()), now);
}

/** Reads a blob; the parts of a large one are stored as they come. */
async function readOnce(work: FetchWork, blob: ContentBlob): Promise<ReadBlob> {
  let read = 0;
  let spoilt = false;
  const page = await work.client.readBlob(blob, work.signal, async (part) => {
    const result = await storePages(work, [part]);
    sampleLags(work, [blob], result);
    read += result.read;
    spoilt ||= !part.records.every(isRecord);
  });
  const refused = page.truncated && page.broken.some((broken) => broken.reason === 'too_large' && broken.text === blob.contentUri);
  return { blob, page, damaged: spoilt || isDamaged(page), refused, read };
}

/** Reads a blob; one that came damaged is read again at once, because damage on the way is gone the next time. */
async function readBlob(work: FetchWork, blob: ContentBlob): Promise<ReadBlob> {
  let found = await readOnce(work, blob);
  for (let reading = 1; reading < MAX_READINGS && found.damaged && !found.refused; reading += 1) found = await readOnce(work, blob);
  return found;
}

/** Stores blobs that were read, then marks them. Those that stay damaged are read again by the next runs, a few times. */
async function storeBlobs(work: FetchWork, read: readonly ReadBlob[]): Promise<number> {
  const result = await storePages(
    work,
    read.map(({ page }) => page),
  );
  sampleLags(
    work,
    read.map(({ blob }) => blob),
    result,
  );
  const good = read.filter(({ damaged }) => !damaged);
  await noteRead(
    work.ctx,
    work.ingestion,
    good.map(({ blob, page }) => ({ blob, records: page.given + page.records.length })),
  );
  for (const { blob, page, refused } of read.filter(({ damaged }) => damaged)) {
    const note = refused ? noteRefused : noteUnreadable;
    await note(work.ctx, work.ingestion, blob, page.broken[0]?.detail ?? 'came empty or damaged');
  }
  return result.read;
}

/** Reads and stores blobs; memory holds a few at a time, and fewer the larger they are. @returns records read */
export async function readBlobs(work: FetchWork, blobs: readonly ContentBlob[]): Promise<number> {
  let records = 0;
  let waiting: ReadBlob[] = [];
  let abreast = PARALLEL;
  const sum = (value: (page: RecordPage) => number): number => waiting.reduce((total, { page }) => total + value(page), 0);
  const flush = async (): Promise<void> => {
    if (waiting.length > 0) records += await storeBlobs(work, waiting);
    waiting = [];
  };
  for (let at = 0; at < blobs.length;) {
    const group = await Promise.all(blobs.slice(at, at + abreast).map((blob) => readBlob(work, blob)));
    at += group.length;
    const largest = Math.max(...group.map(({ page }) => page.bytes));
    abreast = Math.max(1, Math.min(PARALLEL, Math.floor(TOGETHER_BYTES / Math.max(1, largest))));
    for (const found of group) {
      records += found.read;
      waiting.push(found);
      if (sum((page) => page.records.length) >= TOGETHER || sum((page) => page.bytes) >= TOGETHER_BYTES) await flush();
    }
  }
  await flush();
  return records;
}
