import type { NormalizedEvent } from '@aoc/contracts';
import type { CompiledRule } from '../engine/compile-rules';
import { EventSubject } from '../engine/subject';

const MAX_PART = 256;
const MAX_VALUES = 50;

/** What a window keeps of one event: plain JSON, for a set sorted by `at`. */
export interface WindowEntry {
  /** event time, ms since 1970 */
  at: number;
  dedupe_key: string;
  /** distinct count and first_seen: the values of the field, folded; absent otherwise */
  values?: string[];
  /** sequence: positions of the steps that the event is; absent otherwise */
  steps?: number[];
}

export interface RuleWindow {
  /** key of the group within rule and tenant; '' where the rule does not group */
  group: string;
  entry: WindowEntry;
}

const clip = (text: string): string => (text.length > MAX_PART ? text.slice(0, MAX_PART).toWellFormed() : text);

/** The group of fields that lack a value is none: unknown actors are not one actor. Of several values the first counts. */
function groupKey(rule: CompiledRule, subject: EventSubject): string | null {
  const parts: string[] = [];
  for (const path of rule.window?.group ?? []) {
    const value = subject.values(path).folded.find((text) => text !== '');
    if (value === undefined) return null;
    parts.push(clip(value));
  }
  return parts.join('\u001f');
}

/** Group and entry of an event that the rule matches; null for a rule without window or an event that cannot count. */
export function windowEntry(rule: CompiledRule, subject: EventSubject): RuleWindow | null {
  if (rule.window === null) return null;
  const group = groupKey(rule, subject);
  const at = subject.event.timestamp.getTime();
  if (group === null || Number.isNaN(at)) return null;
  const entry: WindowEntry = { at, dedupe_key: subject.event.dedupe_key };
  if (rule.window.value !== null) {
    const values = [
      ...new Set(
        subject
          .values(rule.window.value)
          .folded.filter((text) => text !== '')
          .map(clip),
      ),
    ].slice(0, MAX_VALUES);
    if (values.length === 0) return null;
    entry.values = values;
  }
  if (rule.body.sequence) entry.steps = rule.steps(subject);
  return { group, entry };
}

/** The same from an event alone, to rebuild windows from stored events that are known to match. */
export const windowEntryOf = (rule: CompiledRule, event: NormalizedEvent, tenantId: string | null = null): RuleWindow | null =>
  windowEntry(rule, new EventSubject(event, tenantId));
