import type { ContentType, FetchedSource } from '@aoc/contracts';
import type { BrokenRecord, MicrosoftClient } from '@aoc/microsoft';
import type { TenantContext } from '@aoc/server/context';
import type { SlicePlanInput } from '../coverage/plan-slices';
import type { Ingestion } from '../ingestion';
import { preparedLocation, type PageInput } from '../store/prepare-page';
import type { NameResolver } from '../store/resolve-names';
import { storeRecords, type StoreResult } from '../store/store-records';
import type { RecordPage } from '@aoc/microsoft';
import type { ReadStretch } from './fetch-run.schema';
import type { Tally } from './tally';

/** Everything that the parts of one run share. */
export interface FetchWork {
  ctx: TenantContext;
  ingestion: Ingestion;
  client: MicrosoftClient;
  source: FetchedSource;
  signal: AbortSignal;
  tally: Tally;
  /** When the source was last read; new events became available after it. Null on the first run. */
  previousRead: Date | null;
  /** A person wants this much to be read again; milliseconds. */
  requestedMs?: number;
  /** What this request has read already, before a worker was stopped or failed. */
  requestedRead: readonly ReadStretch[];
  /** Told of each slice that was read to its end. */
  onSlice: (stretch: ReadStretch) => Promise<void>;
  /** Told after every stored page. */
  onPage: (result: StoreResult) => void;
  /** Told how much of the planned time has been read, 0 to 1. */
  onProgress: (share: number) => Promise<void>;
  /** True when the run should end after the present slice and go on later. */
  outOfTime: () => boolean;
}

/** Names from the directory of the tenant. */
function resolver({ client, signal }: FetchWork): NameResolver {
  return async (ids, limit) => {
    const found = await client.resolveDirectoryObjects(ids, AbortSignal.any([signal, limit]));
    return new Map([...found].map(([id, { display, upn, type }]) => [id.toLowerCase(), { display, type, ...(upn ? { upn } : {}) }]));
  };
}

/** Whether a value of a page can be a record at all. */
export const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** Whether a record could not be read. One that is too large was: it came as Microsoft has it. */
export const isSpoilt = ({ reason }: Pick<BrokenRecord, 'reason'>): boolean => reason !== 'too_large';

/** Pages of a source as one input for the store. */
export function pageInput(source: FetchedSource, pages: readonly RecordPage[]): PageInput {
  return {
    source,
    records: pages.flatMap((page) => page.records),
    broken: pages.flatMap((page) =>
      page.broken.map(({ index, reason, detail, text }) => ({ reason, detail, text, location: `${page.location}, record ${index}` })),
    ),
    location: preparedLocation(pages.map(({ records, location, given }) => ({ count: records.length, location, from: given }))),
  };
}

/** Stores pages and counts them. */
export async function storePages(work: FetchWork, pages: readonly RecordPage[]): Promise<StoreResult> {
  work.signal.throwIfAborted();
  const result = await storeRecords(work.ctx, work.ingestion, pageInput(work.source, pages), { resolve: resolver(work) });
  work.tally.add(result);
  work.onPage(result);
  return result;
}

/** The part of the plan that follows from a request: how much is wanted, and what of it this request has read. */
export function requested(work: FetchWork, type: ContentType | null): Pick<SlicePlanInput, 'requestedMs' | 'requestedRead'> {
  if (work.requestedMs === undefined) return {};
  const own = work.requestedRead.filter((stretch) => stretch.content_type === type);
  return { requestedMs: work.requestedMs, requestedRead: own.map(({ start, end }) => ({ start: start.getTime(), end: end.getTime() })) };
}
