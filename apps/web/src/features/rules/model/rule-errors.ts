import type { FieldError } from '@aoc/contracts';

/** `body.rule.conditions[1].value` → `conditions.1.value`: the place within the rule, whichever route refused it. */
export const placeOf = (path: string): string =>
  path
    .replace(/\[(\d+)\]/g, '.$1')
    .replace(/^body\.?/, '')
    .replace(/^rule(?:\.|$)/, '');

/** What was said of each place. */
export type RuleErrors = ReadonlyMap<string, string>;

export function ruleErrors(errors: readonly FieldError[]): RuleErrors {
  const found = new Map<string, string>();
  for (const { path, message: text } of errors) {
    const place = placeOf(path);
    const before = found.get(place);
    found.set(place, before === undefined || before === text ? text : `${before}; ${text}`);
  }
  return found;
}

/** What was said of a place; with `deep` also of everything in it. */
export function errorsAt(errors: RuleErrors, place: string, deep: boolean): string[] {
  const found: string[] = [];
  for (const [at, text] of errors) if (at === place || (deep && at.startsWith(`${place}.`))) found.push(text);
  return found;
}

/** What was said of places for which the form has no field of its own. */
export function homeless(errors: RuleErrors): string[] {
  const known =
    /^(?:name|severity|message|description|guidance|tags|techniques|references|conditions|threshold|sequence|first_seen)(?:\.|$)/;
  return [...errors].filter(([place]) => !known.test(place)).map(([place, text]) => (place === '' ? text : `${place}: ${text}`));
}
