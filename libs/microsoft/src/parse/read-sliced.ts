import type { PageContent } from './parse-record-page';
import { RecordCutter } from './record-cutter';

/** Bytes that are scanned before the records found are looked at. */
const STEP = 256 * 1024;
const PART_RECORDS = 500;
const PART_BYTES = 2 * 1024 * 1024;

/** Takes records of a large page. `given`: how many of the page were handed over before; `bytes`: of their text. */
export type HandOver = (records: unknown[], part: { given: number; bytes: number }) => Promise<void>;

export interface SlicedPage extends PageContent {
  /** Records that were handed over; `records` holds the last ones, which were not. */
  given: number;
  /** Bytes of text of `records`. */
  bytes: number;
}

/**
 * Reads a page of any size in parts: records are handed over as soon as enough are there, and nothing more is read meanwhile.
 * Throws what `chunks` and `handOver` throw.
 */
export async function readSliced(chunks: AsyncIterable<Buffer>, handOver: HandOver): Promise<SlicedPage> {
  const cutter = new RecordCutter();
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += STEP) {
      cutter.push(chunk.subarray(at, at + STEP));
      if (cutter.found < PART_RECORDS && cutter.bytes < PART_BYTES) continue;
      const { taken: given, bytes } = cutter;
      await handOver(cutter.take(), { given, bytes });
    }
    if (cutter.full) break;
  }
  const { taken: given, bytes } = cutter;
  return { ...cutter.finish(), given, bytes };
}
