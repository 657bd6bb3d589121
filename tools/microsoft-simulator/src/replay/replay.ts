/** Serves recorded NDJSON files. Only places and times of the lines are held in memory; the lines are read when asked for. */
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import {
  isContentType,
  type Dataset,
  type DirectoryObject,
  type JsonObject,
  type SimulatedRecord,
  type Story,
  type Stream,
} from '../model';
import { graphTime, unifiedTime } from '../generate/build';
import { Rng } from '../generate/random';
import { sliceMs } from '../generate/rhythm';
import { routeRecord } from './shape';

export interface ReplayOptions {
  tenantId: string;
  /** Present time, ms: the newest record is moved to a minute before it. null leaves the times as they are. */
  newest: number | null;
  /** When moved, a longer recording is compressed into so many days, since the Management API serves only seven. */
  spanDays?: number;
}

interface Line {
  file: number;
  offset: number;
  length: number;
  stream: Stream;
  at: number;
}

const recordSchema = z.record(z.string(), z.json());
const minute = 60_000;

function parse(line: string): JsonObject | undefined {
  try {
    const parsed = recordSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Byte positions of the lines of a file. */
async function* lines(path: string): AsyncGenerator<{ offset: number; text: string; length: number }> {
  let rest = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of createReadStream(path)) {
    let bytes = Buffer.concat([rest, Buffer.from(chunk)]);
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
      yield { offset, length: end, text: bytes.toString('utf8', 0, end) };
      offset += end + 1;
      bytes = bytes.subarray(end + 1);
    }
    rest = Buffer.from(bytes);
  }
  if (rest.length) yield { offset, length: rest.length, text: rest.toString('utf8') };
}

export class Replay implements Dataset {
  readonly sliceMs = sliceMs;
  private readonly slices = new Map<string, Line[]>();
  private readonly ranges = new Map<Stream, { first: number; end: number }>();
  private readonly cache = new LRUCache<string, readonly SimulatedRecord[]>({
    maxSize: 5000,
    sizeCalculation: (records) => records.length + 1,
  });

  private constructor(
    private readonly files: string[],
    private readonly options: ReplayOptions,
    index: Line[],
    readonly skipped: number,
  ) {
    for (const line of index) {
      const slice = Math.floor(line.at / sliceMs);
      const key = `${line.stream}/${slice}`;
      const list = this.slices.get(key);
      if (list) list.push(line);
      else this.slices.set(key, [line]);
      const range = this.ranges.get(line.stream) ?? { first: slice, end: slice + 1 };
      this.ranges.set(line.stream, { first: Math.min(range.first, slice), end: Math.max(range.end, slice + 1) });
    }
    for (const list of this.slices.values()) list.sort((a, b) => a.at - b.at || a.file - b.file || a.offset - b.offset);
  }

  /** Index the files; rejects when one cannot be read. */
  static async open(files: string[], options: ReplayOptions): Promise<Replay> {
    const found: (Omit<Line, 'at'> & { at: number | null })[] = [];
    let skipped = 0;
    for (const [file, path] of files.entries()) {
      for await (const { offset, length, text } of lines(path)) {
        if (!text.trim()) continue;
        const record = parse(text);
        const route = record && routeRecord(record);
        if (route) found.push({ file, offset, length, stream: route.stream, at: route.at });
        else skipped++;
      }
    }
    const times = found.flatMap(({ at }) => at ?? []);
    const move = mover(times, options);
    // A record whose time cannot be read is served all the same: as the newest one.
    const newest = times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const fallback = Number.isFinite(newest) ? newest : (options.newest ?? 0) - minute;
    return new Replay(
      files,
      options,
      found.map((line) => ({ ...line, at: move(line.at ?? fallback) })),
      skipped,
    );
  }

  range(stream: Stream, now: number): { first: number; end: number } {
    const range = this.ranges.get(stream) ?? { first: 0, end: 0 };
    return { first: range.first, end: Math.min(range.end, Math.floor(now / sliceMs) + 1) };
  }

  count(stream: Stream, index: number): number {
    return this.slices.get(`${stream}/${index}`)?.length ?? 0;
  }

  slice(stream: Stream, index: number): readonly SimulatedRecord[] {
    const key = `${stream}/${index}`;
    const known = this.cache.get(key);
    if (known) return known;
    const records = this.read(this.slices.get(key) ?? []);
    this.cache.set(key, records);
    return records;
  }

  blobMs(): number {
    return minute;
  }

  stories(): Story[] {
    return [];
  }

  findObject(): DirectoryObject | undefined {
    return undefined;
  }

  private read(index: Line[]): SimulatedRecord[] {
    const handles = new Map<number, number>();
    try {
      return index.flatMap((line) => {
        const handle = handles.get(line.file) ?? openSync(this.files[line.file] ?? '', 'r');
        handles.set(line.file, handle);
        const bytes = Buffer.alloc(line.length);
        readSync(handle, bytes, 0, line.length, line.offset);
        const record = parse(bytes.toString('utf8'));
        const route = record && routeRecord(record);
        if (!route) return [];
        const id = route.id || `line ${line.file}:${line.offset}`;
        return [
          {
            id,
            stream: line.stream,
            at: line.at,
            available: line.at,
            body: this.withTime(route.body, route.timeField, line, route.at !== null),
          },
        ];
      });
    } finally {
      for (const handle of handles.values()) closeSync(handle);
    }
  }

  /** The moved time in the API's own format; times that could not be read stay as they are. */
  private withTime(body: JsonObject, field: string, line: Line, readable: boolean): JsonObject {
    if (this.options.newest === null || !readable) return body;
    const rng = new Rng(`${line.file}/${line.offset}`);
    return { ...body, [field]: isContentType(line.stream) ? unifiedTime(line.at) : graphTime(line.at, rng) };
  }
}

function mover(times: number[], { newest, spanDays = 6 }: ReplayOptions): (at: number) => number {
  if (newest === null || times.length === 0) return (at) => at;
  let oldestTime = Number.POSITIVE_INFINITY;
  let newestTime = Number.NEGATIVE_INFINITY;
  for (const at of times) {
    oldestTime = Math.min(oldestTime, at);
    newestTime = Math.max(newestTime, at);
  }
  const factor = Math.min(1, (spanDays * 86_400_000) / Math.max(1, newestTime - oldestTime));
  // Full seconds, because the Management API has no finer time.
  return (at) => Math.floor((newest - minute - (newestTime - at) * factor) / 1000) * 1000;
}
