import { BODY_TOO_LARGE, MicrosoftError, type GraphSource, type MicrosoftErrorKind, type RecordPage } from '@aoc/microsoft';
import { splitInterval, type Interval } from '../coverage/intervals';
import { limitsOf } from '../coverage/limits';
import { planSlices } from '../coverage/plan-slices';
import { readCoverage } from '../coverage/read-coverage';
import { recordCoverage } from '../coverage/record-coverage';
import { isRecord, isSpoilt, requested, storePages, type FetchWork } from './fetch-work';
import type { SliceFailures } from './slice-failures';
import { damageMark, readUntilSound, type Reading } from './readings';

const HOUR = 3_600_000;
/** A slice shorter than this is not split any further. */
const MIN_SPLIT_MS = 60_000;
const RECENT_MS = 24 * HOUR;

const LONG_LIST: ReadonlySet<MicrosoftErrorKind> = new Set(['expired_page', 'timeout']);
const isTooLong = (error: MicrosoftError): boolean => LONG_LIST.has(error.kind) || error.code === BODY_TOO_LARGE;

function sampleLags(work: FetchWork, times: readonly Date[]): void {
  if (!work.previousRead) return;
  const now = work.ctx.clock.now().getTime();
  for (const time of times)
    if (now - time.getTime() < RECENT_MS) work.tally.sample(time, Math.max(time.getTime(), work.previousRead.getTime()), now);
}

/** Texts that are no records. A whole record that normalisation rejects is not among them: it came as Microsoft has it. */
const damageOf = (page: RecordPage): string[] =>
  [
    ...page.broken.filter(isSpoilt),
    ...page.records.flatMap((value, index) => (isRecord(value) ? [] : [{ text: JSON.stringify(value), index: page.given + index }])),
  ].map((damage) => damageMark(damage, page.location));

/** Reads and stores one slice to its end. */
async function readOnce(work: FetchWork, source: GraphSource, slice: Interval): Promise<Reading> {
  const range = { start: new Date(slice.start), end: new Date(slice.end) };
  const reading: Reading = { records: 0, blobs: 0, truncated: false, damage: [] };
  const store = async (page: RecordPage): Promise<void> => {
    const result = await storePages(work, [page]);
    sampleLags(work, result.newTimes);
    reading.records += result.read;
    reading.truncated ||= page.truncated;
    reading.damage.push(...damageOf(page));
  };
  for await (const page of work.client.readGraphSlice(source, range, work.signal, store)) await store(page);
  return reading;
}

/** Reads a slice and notes it as covered; one whose list is too long for the API is read in two halves. */
async function readAndCover(work: FetchWork, source: GraphSource, slice: Interval): Promise<void> {
  try {
    const what = `A page of ${source} from ${new Date(slice.start).toISOString()} on`;
    const { records } = await readUntilSound(what, () => readOnce(work, source, slice));
    const range = { start: new Date(slice.start), end: new Date(slice.end) };
    await recordCoverage(work.ctx, work.ingestion, { source, contentType: null, ...range, records, blobs: 0 });
    await work.onSlice({ content_type: null, ...range });
  } catch (error) {
    const length = slice.end - slice.start;
    if (!(error instanceof MicrosoftError) || !isTooLong(error) || length < MIN_SPLIT_MS) throw error;
    for (const half of splitInterval(slice, Math.ceil(length / 2))) await readAndCover(work, source, half);
  }
}

/** Reads what is due of a Graph source. @returns false when time ran out before everything was read */
export async function readGraphSource(work: FetchWork, source: GraphSource, since: Date, failures: SliceFailures): Promise<boolean> {
  const limits = limitsOf(source);
  const { settings } = work.ingestion;
  const slices = planSlices({
    now: work.ctx.clock.now().getTime(),
    since: since.getTime(),
    covered: await readCoverage(work.ctx, work.ingestion, source, null),
    overlapMs: Math.max(settings.overlapMs, limits.minOverlapMs),
    earlyMs: HOUR,
    ...limits,
    ...requested(work, null),
  });
  const total = slices.reduce((sum, s) => sum + s.end - s.start, 0);
  let done = 0;
  for (const slice of slices) {
    if (done > 0 && work.outOfTime()) return false;
    await failures.guard(() => readAndCover(work, source, slice));
    done += slice.end - slice.start;
    await work.onProgress(done / total);
  }
  return true;
}
