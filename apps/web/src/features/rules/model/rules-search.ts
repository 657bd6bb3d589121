import { ruleOriginSchema, severitySchema, type Rule, type RuleOrigin, type Severity } from '@aoc/contracts';

export const RULE_STATES = ['on', 'off', 'failing'] as const;
type RuleState = (typeof RULE_STATES)[number];

/** What narrows the list of rules, as it stands in the address. */
export interface RulesSearch {
  text?: string;
  severity?: Severity;
  origin?: RuleOrigin;
  state?: RuleState;
}

export function parseRulesSearch(input: Record<string, unknown>): RulesSearch {
  const text = typeof input.text === 'string' ? input.text.slice(0, 200) : '';
  const severity = severitySchema.safeParse(input.severity).data;
  const origin = ruleOriginSchema.safeParse(input.origin).data;
  const state = RULE_STATES.find((one) => one === input.state);
  return { ...(text ? { text } : {}), ...(severity ? { severity } : {}), ...(origin ? { origin } : {}), ...(state ? { state } : {}) };
}

const words = (rule: Rule): string => [rule.name, rule.message, rule.description, ...rule.tags, ...rule.techniques].join(' ').toLowerCase();
const inState = (rule: Rule, state: RuleState): boolean =>
  state === 'failing' ? rule.failing !== null : rule.enabled === (state === 'on');

/** Rules that have every typed word somewhere, and what else is asked for. */
export function foundRules(rules: Rule[], { text = '', severity, origin, state }: RulesSearch): Rule[] {
  const typed = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return rules.filter(
    (rule) =>
      (severity === undefined || rule.severity === severity) &&
      (origin === undefined || rule.origin === origin) &&
      (state === undefined || inState(rule, state)) &&
      typed.every((word) => words(rule).includes(word)),
  );
}
