import type { NormalizedEvent } from '@aoc/contracts';

const MAX_EVENTS = 500;
/** Characters of JSON in one batch: far below the 16 MB of a command, even when most characters take several bytes. */
const MAX_CHARACTERS = 4_000_000;

/** Events in batches that one command can carry, in order. One event is at most 1 MiB (normalisation sees to it). */
export function batchesOf(events: readonly NormalizedEvent[]): NormalizedEvent[][] {
  const batches: NormalizedEvent[][] = [];
  let batch: NormalizedEvent[] = [];
  let characters = 0;
  for (const event of events) {
    const size = 2 * JSON.stringify(event.raw).length;
    if (batch.length > 0 && (batch.length >= MAX_EVENTS || characters + size > MAX_CHARACTERS)) {
      batches.push(batch);
      batch = [];
      characters = 0;
    }
    batch.push(event);
    characters += size;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
