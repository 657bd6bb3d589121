import type { NormalizedEvent } from '@aoc/contracts';
import type { CompiledRule, RuleSet } from '../engine/compile-rules';
import { evaluate, type RuleMatch } from '../engine/evaluate';
import type { WindowDecision } from './entries';
import { decideFirstSeen, type FirstSeenOptions } from './first-seen';
import { decideSequence } from './sequence';
import { decideThreshold } from './threshold';
import type { WindowEntry } from './window-entry';

/** One time that a rule would have raised an alert. */
export interface Raised {
  rule: CompiledRule;
  match: RuleMatch;
  event: NormalizedEvent;
  /** null for a rule that fires on every match */
  window: WindowDecision | null;
}

/** What the windows of a rule say to one more event, given what is in them; null when they say nothing. */
export function decideWindow(
  { body }: CompiledRule,
  entries: readonly WindowEntry[],
  entry: WindowEntry,
  options: FirstSeenOptions = {},
): WindowDecision | null {
  if (body.threshold) return decideThreshold(body.threshold, entries, entry, options);
  if (body.sequence) return decideSequence(body.sequence, entries, entry, options);
  return body.first_seen ? (decideFirstSeen(body.first_seen, entries, entry, options)[0] ?? null) : null;
}

/**
 * Runs the rules over events in memory, windows and all, as if they came in this order: for previews, examples and backtests.
 * Suppressed matches raise nothing. first_seen learns from the earliest event on.
 */
export function replay(ruleSet: RuleSet, events: readonly NormalizedEvent[], { now }: { now: Date }): Raised[] {
  const states = new Map<CompiledRule, Map<string, WindowEntry[]>>();
  const raised: Raised[] = [];
  const rememberedSince = events.reduce((earliest, { timestamp }) => Math.min(earliest, timestamp.getTime()), Number.POSITIVE_INFINITY);
  for (const event of events) {
    for (const match of evaluate(ruleSet, event, { now }).matches) {
      const { rule, window, suppressed } = match;
      if (suppressed) continue;
      if (rule.window === null) raised.push({ rule, match, event, window: null });
      if (window === null) continue;
      const groups = states.get(rule) ?? new Map<string, WindowEntry[]>();
      states.set(rule, groups);
      const entries = groups.get(window.group) ?? [];
      groups.set(window.group, entries);
      const decided = decideWindow(rule, entries, window.entry, { rememberedSince });
      entries.push(window.entry);
      if (decided) raised.push({ rule, match, event, window: decided });
    }
  }
  return raised;
}
