import type { MatchedCondition, NormalizedEvent } from '@aoc/contracts';
import { canonicalName } from '@aoc/normalization';
import type { CompiledRule, RuleSet } from './compile-rules';
import type { CompiledException, Suppression } from './exceptions';
import { EventSubject } from './subject';
import { windowEntry, type RuleWindow } from '../windows/window-entry';

/** A rule whose conditions the event satisfies. */
export interface RuleMatch {
  rule: CompiledRule;
  /** the conditions that held, with what was found */
  matched: MatchedCondition[];
  /** the exception or snooze that keeps it from raising anything; null when none does. Suppressed events do not count in windows */
  suppressed: Suppression | null;
  /**
   * what threshold, sequence and first_seen go on with: the group that the event counts in, and its entry there.
   * Null for a rule without window, which fires at once, and where the event lacks a field of the group or the value counted: then
   * it does not count.
   */
  window: RuleWindow | null;
}

export interface Evaluation {
  matches: RuleMatch[];
  /** rules that threw on this event; the others are not affected */
  failing: { rule: CompiledRule; error: string }[];
}

function suppressionOf(exceptions: readonly CompiledException[], subject: EventSubject, now: number): Suppression | null {
  for (const exception of exceptions) if (exception.covers(subject, now)) return exception.suppression;
  return null;
}

function evaluateRule(rule: CompiledRule, subject: EventSubject, ruleSet: RuleSet, now: number): RuleMatch | null {
  if (!rule.matches(subject)) return null;
  return {
    rule,
    matched: rule.explain(subject),
    suppressed: suppressionOf(rule.exceptions, subject, now) ?? suppressionOf(ruleSet.exceptions, subject, now),
    window: windowEntry(rule, subject),
  };
}

function* candidates({ byOperation, byService, rest }: RuleSet, event: NormalizedEvent): Generator<CompiledRule> {
  if (typeof event.operation === 'string') yield* byOperation.get(canonicalName(event.operation)) ?? [];
  if (typeof event.service === 'string') yield* byService.get(event.service.toLowerCase()) ?? [];
  yield* rest;
}

/**
 * Asks every rule that can match the event. Pure, and never throws, whatever the event. `now` decides which exceptions have ended.
 */
export function evaluate(ruleSet: RuleSet, event: NormalizedEvent, { now }: { now: Date }): Evaluation {
  const subject = new EventSubject(event, ruleSet.tenantId);
  const evaluation: Evaluation = { matches: [], failing: [] };
  for (const rule of candidates(ruleSet, event)) {
    try {
      const match = evaluateRule(rule, subject, ruleSet, now.getTime());
      if (match) evaluation.matches.push(match);
    } catch (error) {
      evaluation.failing.push({ rule, error: error instanceof Error ? error.message : 'unknown error' });
    }
  }
  return evaluation;
}
