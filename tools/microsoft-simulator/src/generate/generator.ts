/**
 * The generated data set. Every slice of every stream follows from (seed, tenant, stream, slice number) alone, so any
 * window of any size is made on demand and forgotten again; nothing but a bounded cache is held.
 */
import { LRUCache } from 'lru-cache';
import {
  isContentType,
  keyTime,
  streams,
  type Dataset,
  type DirectoryObject,
  type SimulatedRecord,
  type Story,
  type Stream,
} from '../model';
import { makeCompany, type Company } from '../world/company';
import { directoryIndex } from '../world/directory-objects';
import { compose } from './compose';
import { Rng } from './random';
import { graphDelay, housekeepingShare, load, mix, sliceMs, unifiedDelay } from './rhythm';
import { StoryBook } from './story-book';

export interface GeneratorOptions {
  tenantId: string;
  seed: number;
  /** Number of people; at least 20. */
  users: number;
  companyName?: string;
  domain?: string;
  /** Records over all streams in the `days` before `anchor`. */
  events: number;
  days: number;
  /** Where history ends and live begins, ms. */
  anchor: number;
  /** Additional records from `anchor` on, and the minutes between two live stories (0: none). */
  live: { eventsPerMinute: number; storyEveryMinutes: number } | null;
  /** Factor on all delivery delays; 0 delivers at once. */
  latencyScale: number;
  /** Whether attack stories are hidden in the history. */
  stories: boolean;
}

const cachedRecords = 10_000;
const slicesPerWeek = (7 * 86_400_000) / sliceMs;

export class Generator implements Dataset {
  readonly sliceMs = sliceMs;
  readonly company: Company;
  private readonly anchorSlice: number;
  private readonly firstSlice: number;
  private readonly perSlice: Map<Stream, number>;
  private readonly cache = new LRUCache<string, readonly SimulatedRecord[]>({
    maxSize: cachedRecords,
    sizeCalculation: (records) => records.length + 1,
  });
  private readonly book: StoryBook;
  private readonly objects: Map<string, DirectoryObject>;

  constructor(private readonly options: GeneratorOptions) {
    this.company = makeCompany({
      tenantId: options.tenantId,
      seed: options.seed,
      users: options.users,
      name: options.companyName,
      domain: options.domain,
    });
    this.objects = directoryIndex(this.company);
    this.anchorSlice = Math.floor(options.anchor / sliceMs);
    const slices = Math.max(1, Math.round((options.days * 86_400_000) / sliceMs));
    this.firstSlice = this.anchorSlice - slices;
    this.perSlice = new Map(streams.map((stream) => [stream, (options.events * mix[stream].share) / this.totalLoad(stream)]));
    this.book = new StoryBook(this.company, {
      seed: options.seed,
      from: this.firstSlice * sliceMs,
      anchor: options.anchor,
      history: options.stories,
      liveEveryMinutes: options.live?.storyEveryMinutes ?? 0,
      latencyScale: options.latencyScale,
    });
  }

  range(_stream: Stream, now: number): { first: number; end: number } {
    return { first: this.firstSlice, end: Math.max(this.firstSlice, Math.floor(now / sliceMs) + 1) };
  }

  count(stream: Stream, index: number): number {
    return this.baseCount(stream, index) + this.liveCount(stream, index) + this.book.slice(stream, index, sliceMs).length;
  }

  slice(stream: Stream, index: number): readonly SimulatedRecord[] {
    if (index < this.firstSlice) return [];
    const key = `${stream}/${index}`;
    const known = this.cache.get(key);
    if (known) return known;
    const from = index * sliceMs;
    const records = this.ordinary(stream, index, 'base', this.baseCount(stream, index), from);
    const live = this.ordinary(stream, index, 'live', this.liveCount(stream, index), Math.max(from, this.options.anchor));
    const story = this.book.slice(stream, index, sliceMs);
    const all = live.length + story.length === 0 ? records : [...records, ...live, ...story].sort(byKey);
    this.cache.set(key, all);
    return all;
  }

  blobMs(index: number): number {
    if (index < this.anchorSlice) return sliceMs;
    return this.options.live ? 10_000 : 60_000;
  }

  stories(now: number): Story[] {
    return this.book.stories(now);
  }

  findObject(id: string): DirectoryObject | undefined {
    return this.objects.get(id.toLowerCase());
  }

  /** Sum of the load over the history. Whole weeks all weigh the same: so a restart at another time gives the same records. */
  private totalLoad(stream: Stream): number {
    const slices = this.anchorSlice - this.firstSlice;
    if (slices % slicesPerWeek === 0) return slices;
    let total = 0;
    for (let i = this.firstSlice; i < this.anchorSlice; i++) total += load(stream, i);
    return total;
  }

  private rng(stream: Stream, index: number, part: string): Rng {
    return new Rng(`${part}/${this.options.seed}/${this.options.tenantId}/${stream}/${index}`);
  }

  private baseCount(stream: Stream, index: number): number {
    if (index < this.firstSlice) return 0;
    const rng = this.rng(stream, index, 'count');
    const expected = (this.perSlice.get(stream) ?? 0) * load(stream, index) * (0.8 + 0.4 * rng.float());
    return Math.floor(expected + rng.float());
  }

  private liveCount(stream: Stream, index: number): number {
    const { live, anchor } = this.options;
    if (!live || index < this.anchorSlice) return 0;
    const minutes = ((index + 1) * sliceMs - Math.max(anchor, index * sliceMs)) / 60_000;
    return Math.floor(live.eventsPerMinute * minutes * mix[stream].share + this.rng(stream, index, 'live-count').float());
  }

  private ordinary(stream: Stream, index: number, part: string, count: number, from: number): SimulatedRecord[] {
    if (count === 0) return [];
    const rng = this.rng(stream, index, part);
    const width = (index + 1) * sliceMs - from;
    const times = Float64Array.from({ length: count }, () => from + Math.floor(rng.float() * width)).sort();
    const housekeeping = housekeepingShare(stream, index);
    const byAvailability = isContentType(stream);
    const records: SimulatedRecord[] = [];
    for (const key of times) {
      const delay = Math.round((byAvailability ? unifiedDelay(rng) : graphDelay(stream, rng)) * this.options.latencyScale);
      const at = byAvailability ? key - delay : key;
      const { id, body } = compose(stream, { company: this.company, rng, at }, housekeeping);
      records.push({ id, stream, at, available: byAvailability ? key : at + delay, body });
    }
    return records;
  }
}

const byKey = (a: SimulatedRecord, b: SimulatedRecord): number => keyTime(a) - keyTime(b) || (a.id < b.id ? -1 : 1);
