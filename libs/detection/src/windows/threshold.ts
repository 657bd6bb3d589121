import type { Threshold } from '@aoc/contracts';
import { decision, entriesAround, MAX_WINDOW_ENTRIES, minutes, type DecisionOptions, type WindowDecision } from './entries';
import type { WindowEntry } from './window-entry';

/** Distinct values in a span that moves forward only. */
class DistinctValues {
  private readonly counts = new Map<string, number>();

  add(entry: WindowEntry): void {
    for (const value of entry.values ?? []) this.counts.set(value, (this.counts.get(value) ?? 0) + 1);
  }

  remove(entry: WindowEntry): void {
    for (const value of entry.values ?? []) {
      const left = (this.counts.get(value) ?? 0) - 1;
      if (left > 0) this.counts.set(value, left);
      else this.counts.delete(value);
    }
  }

  get size(): number {
    return this.counts.size;
  }
}

/**
 * Whether the threshold is crossed in any window that holds the event. `entries` are those of the rule, tenant and group from
 * `window_minutes` before to `window_minutes` after the event (both inclusive; the event itself may be among them or not). The
 * decision names all events of all crossed windows around this one: whatever the order in which events come, the decisions together
 * name exactly the events of the crossed windows, and the same event again gives the same decision.
 */
export function decideThreshold(
  threshold: Threshold,
  entries: readonly WindowEntry[],
  event: WindowEntry,
  options: DecisionOptions = {},
): WindowDecision | null {
  const span = minutes(threshold.window_minutes);
  const around = entriesAround(entries, event, span, MAX_WINDOW_ENTRIES);
  const position = around.indexOf(event);
  const distinct = threshold.distinct === undefined ? null : new DistinctValues();
  let end = 0;
  let from = -1;
  let to = -1;
  let most = 0;
  for (let start = 0; start <= position; start++) {
    const opens = around[start]?.at ?? 0;
    for (let next = around[end]; next !== undefined && next.at - opens <= span; next = around[++end]) distinct?.add(next);
    const count = distinct?.size ?? end - start;
    if (end > position && count >= threshold.count) {
      if (from < 0) from = start;
      to = end;
      most = Math.max(most, count);
    }
    const leaving = around[start];
    if (leaving) distinct?.remove(leaving);
  }
  return from < 0 ? null : decision(around.slice(from, to), most, event, options);
}
