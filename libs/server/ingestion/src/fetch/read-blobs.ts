import type { ContentBlob, RecordPage } from '@aoc/microsoft';
import { isRecord, storePages, type FetchWork } from './fetch-work';
import { noteRead, noteUnreadable } from './content-blobs';

/** Blobs that are read at the same time. */
const PARALLEL = 4;
/** Records that are stored together: small blobs are put together, a large one is stored alone. */
const TOGETHER = 500;
/** Readings of a blob that came damaged, within one run. */
const MAX_READINGS = 3;

interface ReadBlob {
  blob: ContentBlob;
  page: RecordPage;
}

/** A blob exists because there are records: an empty one is a mistake of the answer. */
const isDamaged = (page: RecordPage): boolean =>
  page.truncated || page.broken.length > 0 || page.records.length === 0 || !page.records.every(isRecord);

/** Reads a blob; one that came damaged is read again at once, because damage on the way is gone the next time. */
async function readBlob(work: FetchWork, blob: ContentBlob): Promise<ReadBlob> {
  let page = await work.client.readBlob(blob, work.signal);
  for (let reading = 1; reading < MAX_READINGS && isDamaged(page); reading += 1) page = await work.client.readBlob(blob, work.signal);
  return { blob, page };
}

/** Stores blobs that were read, then marks them. Those that stay damaged are read again by the next runs, a few times. */
async function storeBlobs(work: FetchWork, read: readonly ReadBlob[]): Promise<number> {
  const result = await storePages(
    work,
    read.map(({ page }) => page),
  );
  const now = work.ctx.clock.now().getTime();
  const available = Math.max(...read.map(({ blob }) => blob.contentCreated.getTime()));
  for (const time of result.newTimes) work.tally.sample(time, Math.max(available, time.getTime()), now);
  const good = read.filter(({ page }) => !isDamaged(page));
  await noteRead(
    work.ctx,
    work.ingestion,
    good.map(({ blob, page }) => ({ blob, records: page.records.length })),
  );
  for (const { blob, page } of read.filter(({ page: one }) => isDamaged(one)))
    await noteUnreadable(work.ctx, work.ingestion, blob, page.broken[0]?.detail ?? 'came empty or damaged');
  return result.read;
}

/** Reads and stores blobs; memory holds a few at a time. @returns records read */
export async function readBlobs(work: FetchWork, blobs: readonly ContentBlob[]): Promise<number> {
  let records = 0;
  let waiting: ReadBlob[] = [];
  let count = 0;
  const flush = async (): Promise<void> => {
    if (waiting.length > 0) records += await storeBlobs(work, waiting);
    waiting = [];
    count = 0;
  };
  for (let at = 0; at < blobs.length; at += PARALLEL) {
    for (const read of await Promise.all(blobs.slice(at, at + PARALLEL).map((blob) => readBlob(work, blob)))) {
      waiting.push(read);
      count += read.page.records.length;
      if (count >= TOGETHER) await flush();
    }
  }
  await flush();
  return records;
}
