import { contentTypeSchema, type ContentType } from '@aoc/contracts';
import type { SubscriptionState, TimeSlice } from '@aoc/microsoft';
import type { Interval } from '../coverage/intervals';
import { limitsOf } from '../coverage/limits';
import { planSlices } from '../coverage/plan-slices';
import { readCoverage } from '../coverage/read-coverage';
import { recordCoverage } from '../coverage/record-coverage';
import { blobsToRetry, noteListed } from './content-blobs';
import { requested, storePages, type FetchWork } from './fetch-work';
import { readBlobs } from './read-blobs';
import { damageMark, readUntilSound, type Reading } from './readings';
import type { SliceFailures } from './slice-failures';

const HOUR = 3_600_000;
const LIMITS = limitsOf('unified');

export interface UnifiedResult {
  finished: boolean;
  /** Content types that the tenant does not offer, with the reason. */
  unavailable: SubscriptionState[];
}

interface Planned {
  type: ContentType;
  slice: Interval;
}

async function plan(work: FetchWork, types: readonly ContentType[], since: Date): Promise<Planned[]> {
  const now = work.ctx.clock.now().getTime();
  const plans = await Promise.all(
    types.map(async (type) =>
      planSlices({
        now,
        since: since.getTime(),
        covered: await readCoverage(work.ctx, work.ingestion, 'unified', type),
        overlapMs: Math.max(work.ingestion.settings.overlapMs, LIMITS.minOverlapMs),
        earlyMs: HOUR,
        ...LIMITS,
        ...requested(work, type),
      }).map((slice) => ({ type, slice })),
    ),
  );
  // Slice by slice over all types, so that the first hour of each is there early and the oldest of each is safe soon.
  const longest = Math.max(0, ...plans.map((one) => one.length));
  return Array.from({ length: longest }, (_, n) => plans.flatMap((one) => one[n] ?? [])).flat();
}

/** Lists a slice once and reads the blobs that are not stored; entries that name no blob are kept among the rejected records. */
async function readOnce(work: FetchWork, type: ContentType, range: TimeSlice): Promise<Reading> {
  const reading: Reading = { records: 0, blobs: 0, truncated: false, damage: [] };
  for await (const { blobs, broken, location } of work.client.listContent(type, range, work.signal)) {
    reading.blobs += blobs.length + broken.length;
    reading.records += await readBlobs(work, await noteListed(work.ctx, work.ingestion, blobs));
    if (broken.length > 0) await storePages(work, [{ records: [], broken, location, truncated: false, given: 0, bytes: 0 }]);
    reading.damage.push(...broken.map((entry) => damageMark(entry, location)));
  }
  return reading;
}

/** Lists the blobs that became available in a slice and reads those that are not stored; then the slice counts as read. */
async function readAndCover(work: FetchWork, { type, slice }: Planned): Promise<void> {
  const range = { start: new Date(slice.start), end: new Date(slice.end) };
  const what = `The list of ${type} from ${range.start.toISOString()} on`;
  const { blobs, records } = await readUntilSound(what, () => readOnce(work, type, range));
  await recordCoverage(work.ctx, work.ingestion, { source: 'unified', contentType: type, ...range, records, blobs });
  await work.onSlice({ content_type: type, ...range });
}

/** Reads what is due of the unified log: unreadable blobs of earlier runs, then the planned slices of each content type. */
export async function readUnified(work: FetchWork, since: Date, failures: SliceFailures): Promise<UnifiedResult> {
  const states = await work.client.ensureSubscriptions(contentTypeSchema.options, work.signal);
  const unavailable = states.filter((state) => state.state === 'unavailable');
  const first = unavailable[0]?.error;
  if (unavailable.length === states.length && first) throw first;
  const types = states.filter((state) => state.state === 'enabled').map((state) => state.type);
  for (const type of types)
    await failures.guard(async () => void (await readBlobs(work, await blobsToRetry(work.ctx, work.ingestion, type))));
  const planned = await plan(work, types, since);
  const total = planned.reduce((sum, { slice }) => sum + slice.end - slice.start, 0);
  let done = 0;
  for (const one of planned) {
    if (done > 0 && work.outOfTime()) return { finished: false, unavailable };
    await failures.guard(() => readAndCover(work, one));
    done += one.slice.end - one.slice.start;
    await work.onProgress(done / total);
  }
  return { finished: true, unavailable };
}
