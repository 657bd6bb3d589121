import type { MatchedCondition, NormalizedEvent } from '@aoc/contracts';
import type { CompiledRule, RuleSet } from './compile-rules';
import type { CompiledException, Suppression } from './exceptions';
import { canonicalOperation } from './operation-name';
import { EventSubject } from './subject';
import { windowEntry, type RuleWindow } from '../windows/window-entry';

/** A rule whose conditions the event satisfies. */
export interface RuleMatch {
  rule: CompiledRule;
  /** the conditions that held, with what was found; made when asked for, as most events that only count in a window need none */
  explain: () => MatchedCondition[];
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
    explain: () => rule.explain(subject),
    suppressed: suppressionOf(rule.exceptions, subject, now) ?? suppressionOf(ruleSet.exceptions, subject, now),
    window: windowEntry(rule, subject),
  };
}

/** Rules that can match by what the event is; a rule is in one of the lists only. */
function candidates({ byOperation, byService, rest }: RuleSet, { operation, service }: NormalizedEvent): (readonly CompiledRule[])[] {
  const lists = [rest];
  const ofOperation = typeof operation === 'string' ? byOperation.get(canonicalOperation(operation)) : undefined;
  const ofService = typeof service === 'string' ? byService.get(service.toLowerCase()) : undefined;
  if (ofService) lists.push(ofService);
  if (ofOperation) lists.push(ofOperation);
  return lists;
}

/**
 * Asks every rule that can match the event. Pure, and never throws, whatever the event. `now` decides which exceptions have ended.
 */
export function evaluate(ruleSet: RuleSet, event: NormalizedEvent, { now }: { now: Date }): Evaluation {
  const subject = new EventSubject(event, ruleSet.tenantId, ruleSet.shared.nextTurn());
  const evaluation: Evaluation = { matches: [], failing: [] };
  for (const rules of candidates(ruleSet, event)) {
    for (const rule of rules) {
      try {
        const match = evaluateRule(rule, subject, ruleSet, now.getTime());
        if (match) evaluation.matches.push(match);
      } catch (error) {
        evaluation.failing.push({ rule, error: error instanceof Error ? error.message : 'unknown error' });
      }
    }
  }
  return evaluation;
}
