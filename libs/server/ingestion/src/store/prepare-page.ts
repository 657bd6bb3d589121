import type { NormalizedEvent, RejectionReason, Source } from '@aoc/contracts';
import { normalize, type Mappings } from '@aoc/normalization';

/** A record that could not be read out of its page. */
export interface UnreadableRecord {
  reason: RejectionReason;
  detail: string;
  text: string;
  /** Blob, page or file line. */
  location: string;
}

/** Records of one page as a source gave them. */
export interface PageInput {
  source: Source;
  records: readonly unknown[];
  broken: readonly UnreadableRecord[];
  /** Where record number `index` (from 0) of the page stood, for reports. */
  location: (index: number) => string;
}

export interface PreparedPage {
  /** One event per dedupe key, oldest first. */
  events: NormalizedEvent[];
  rejections: UnreadableRecord[];
  /** Records that repeat another one of the same page. */
  repeats: number;
}

/** Location of a record in several parts that were put together. `from`: the number of the part's first record at its location. */
export function preparedLocation(parts: readonly { count: number; location: string; from: number }[]): (index: number) => string {
  return (index) => {
    let left = index;
    for (const { count, location, from } of parts) {
      if (left < count) return `${location}, record ${from + left}`;
      left -= count;
    }
    return `record ${index}`;
  };
}

/** JSON of a record; one that is nested thousands of levels deep has none, because writing it would exhaust the stack. */
function asText(record: unknown): string {
  try {
    return JSON.stringify(record) ?? String(record);
  } catch {
    return '(nested too deeply to be shown)';
  }
}

/** Normalises a page. Every record becomes an event, a repeat or a rejection. Pure. */
export function preparePage(page: PageInput, mappings: Mappings, now: Date): PreparedPage {
  const events = new Map<string, NormalizedEvent>();
  const rejections: UnreadableRecord[] = [...page.broken];
  page.records.forEach((record, index) => {
    const result = normalize(record, { source: page.source, mappings, now });
    if (!result.ok) rejections.push({ reason: result.reason, detail: result.detail, text: asText(record), location: page.location(index) });
    else if (!events.has(result.event.dedupe_key)) events.set(result.event.dedupe_key, result.event);
  });
  const ordered = [...events.values()].sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime());
  return { events: ordered, rejections, repeats: page.records.length + page.broken.length - rejections.length - events.size };
}
