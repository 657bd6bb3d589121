import { ruleBodySchema, type Rule, type RuleBody, type RuleCondition } from '@aoc/contracts';

export type RuleKind = 'every' | 'threshold' | 'sequence' | 'first_seen';
export const KIND_WORDS: Record<RuleKind, { label: string; note: string }> = {
  every: { label: 'Each event', note: 'Fires on every event that meets the conditions.' },
  threshold: { label: 'Threshold', note: 'Fires when enough such events happen within a time.' },
  sequence: { label: 'Sequence', note: 'Fires when all steps happen for the same entity within a time.' },
  first_seen: { label: 'First seen', note: 'Fires when a value appears that was not there before.' },
};

export const emptyCondition = (): RuleCondition => ({ field: 'operation', op: 'eq', value: '' });

/** A rule with nothing in it yet. */
export const newDraft = (): RuleBody => ({
  name: '',
  enabled: true,
  severity: 'medium',
  message: '',
  conditions: [emptyCondition()],
  description: '',
  guidance: '',
  tags: [],
  techniques: [],
  references: [],
  exceptions: [],
  tenants: 'all',
});

/** What can be edited of a stored rule. */
export function draftOf(rule: Rule): RuleBody {
  const {
    id,
    _id,
    tenant_id,
    scope,
    provider_exceptions,
    origin,
    key,
    version,
    created_at,
    updated_at,
    updated_by,
    failing,
    stats,
    ...body
  } = rule;
  return body;
}

/** A rule to start a new one from: under another name, without the exceptions that somebody answers for. */
export const copyOf = (rule: Rule): RuleBody => ({
  ...draftOf(rule),
  name: `${rule.name} (copy)`.slice(0, 200),
  exceptions: [],
  tenants: 'all',
});

export const kindOf = ({ threshold, sequence, first_seen }: RuleBody): RuleKind =>
  threshold ? 'threshold' : sequence ? 'sequence' : first_seen ? 'first_seen' : 'every';

/** The rule as another kind, with sensible numbers to begin with. */
export function withKind(draft: RuleBody, kind: RuleKind): RuleBody {
  const { threshold, sequence, first_seen, ...rest } = draft;
  const group_by = threshold?.group_by ?? sequence?.group_by ?? first_seen?.group_by ?? ['actor.id'];
  const window_minutes = threshold?.window_minutes ?? sequence?.window_minutes ?? 10;
  switch (kind) {
    case 'every':
      return rest;
    case 'threshold':
      return { ...rest, threshold: { count: 5, group_by, window_minutes } };
    case 'sequence':
      return {
        ...rest,
        sequence: {
          steps: [
            { name: 'First', conditions: [emptyCondition()] },
            { name: 'Then', conditions: [emptyCondition()] },
          ],
          ordered: true,
          group_by: group_by.length > 0 ? group_by : ['actor.id'],
          window_minutes,
        },
      };
    case 'first_seen':
      return { ...rest, first_seen: { field: 'operation', group_by, lookback_days: 30 } };
  }
}

/**
 * A draft of `stored` as it can be saved over `latest`. Switching the rule on or off and its exceptions are changed beside the editor;
 * when nothing else differs they are taken over, so that nobody is in conflict with themselves.
 */
export function rebased(draft: RuleBody, stored: Rule, latest: Rule): { rule: RuleBody; version: number } {
  const beside = ({ enabled, exceptions }: RuleBody) => JSON.stringify({ enabled, exceptions });
  const [old, now] = [draftOf(stored), draftOf(latest)];
  const same = JSON.stringify({ ...now, enabled: old.enabled, exceptions: old.exceptions }) === JSON.stringify(old);
  if (!same || beside(draft) !== beside(old)) return { rule: draft, version: stored.version };
  return { rule: { ...draft, enabled: now.enabled, exceptions: now.exceptions }, version: latest.version };
}

export const toJson = (draft: RuleBody): string => JSON.stringify(draft, null, 2);

/** Reads a rule out of JSON text, or says what is wrong with it, place by place. */
export function fromJson(text: string): { rule: RuleBody; mistakes: [] } | { rule: null; mistakes: string[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { rule: null, mistakes: [`This is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`] };
  }
  const { data, error } = ruleBodySchema.safeParse(value);
  if (data) return { rule: data, mistakes: [] };
  return { rule: null, mistakes: error.issues.slice(0, 8).map(({ path, message }) => `${path.join('.') || 'the rule'}: ${message}`) };
}
