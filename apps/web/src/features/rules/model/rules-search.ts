import { ruleOriginSchema, ruleScopeSchema, severitySchema, type Rule, type RuleOrigin, type Severity } from '@aoc/contracts';

export const RULE_STATES = ['on', 'off', 'failing'] as const;
type RuleScope = Rule['scope'];
type RuleState = (typeof RULE_STATES)[number];

/** What narrows the list of rules, as it stands in the address. */
export interface RulesSearch {
  text?: string;
  severity?: Severity;
  origin?: RuleOrigin;
  state?: RuleState;
  scope?: RuleScope;
}

export function parseRulesSearch(input: Record<string, unknown>): RulesSearch {
  const text = typeof input.text === 'string' ? input.text.slice(0, 200) : '';
  const severity = severitySchema.safeParse(input.severity).data;
  const origin = ruleOriginSchema.safeParse(input.origin).data;
  const state = RULE_STATES.find((one) => one === input.state);
  const scope = ruleScopeSchema.safeParse(input.scope).data;
  return {
    ...(text ? { text } : {}),
    ...(severity ? { severity } : {}),
    ...(origin ? { origin } : {}),
    ...(state ? { state } : {}),
    ...(scope ? { scope } : {}),
  };
}

const words = (rule: Rule): string => [rule.name, rule.message, rule.description, ...rule.tags, ...rule.techniques].join(' ').toLowerCase();
const inState = (rule: Rule, state: RuleState): boolean =>
  state === 'failing' ? rule.failing !== null : rule.enabled === (state === 'on');

/** Rules that have every typed word somewhere, and what else is asked for. */
export function foundRules(rules: Rule[], { text = '', severity, origin, state, scope }: RulesSearch): Rule[] {
  const typed = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return rules.filter(
    (rule) =>
      (severity === undefined || rule.severity === severity) &&
      (origin === undefined || rule.origin === origin) &&
      (state === undefined || inState(rule, state)) &&
      (scope === undefined || rule.scope === scope) &&
      typed.every((word) => words(rule).includes(word)),
  );
}

/** What an address says of where a rule is worked on. */
export const scopeSearch = (scope: Rule['scope']): { scope?: string } => (scope === 'provider' ? { scope } : {});
