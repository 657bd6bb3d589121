import type { FirstSeen } from '@aoc/contracts';
import { byTime, decision, type DecisionOptions, type WindowDecision } from './entries';
import type { WindowEntry } from './window-entry';

const DAY = 86_400_000;
/** How long a value must have been watched for before something can be called new, in days. */
export const LEARNING_DAYS = 7;

export interface FirstSeenDecision extends WindowDecision {
  value: string;
  /** key of a later event that was the first until this one came late: its alert is about this event now */
  supersedes?: string;
}

export interface FirstSeenOptions extends DecisionOptions {
  /** since when (ms) values are remembered: nothing is new before that was for a week (or the time looked back, if shorter) */
  rememberedSince?: number;
}

function decideValue(
  value: string,
  lookback: number,
  entries: readonly WindowEntry[],
  event: WindowEntry,
  options: DecisionOptions,
): FirstSeenDecision | null {
  const others = entries
    .filter(
      (entry) =>
        entry.dedupe_key !== event.dedupe_key && entry.values?.includes(value) === true && Math.abs(entry.at - event.at) <= lookback,
    )
    .sort(byTime);
  if (others.some((entry) => byTime(entry, event) < 0)) return null;
  const next = others[0];
  return { ...decision([event], 1, event, options), value, ...(next ? { supersedes: next.dedupe_key } : {}) };
}

/**
 * The values of the event that are new for its group, by event time: no earlier event of the last `lookback_days` has them. `entries`
 * are those of the rule, tenant and group that have any of the event's values, from `lookback_days` before to as long after it; the
 * first and the last event of each value suffice. A late event that turns out to be the first takes the place of the one that was
 * taken for it. The same event again gives the same decision.
 */
export function decideFirstSeen(
  firstSeen: FirstSeen,
  entries: readonly WindowEntry[],
  event: WindowEntry,
  options: FirstSeenOptions = {},
): FirstSeenDecision[] {
  const lookback = firstSeen.lookback_days * DAY;
  const { rememberedSince } = options;
  if (rememberedSince !== undefined && event.at - rememberedSince < Math.min(lookback, LEARNING_DAYS * DAY)) return [];
  return (event.values ?? []).flatMap((value) => decideValue(value, lookback, entries, event, options) ?? []);
}
