import { type Findings, quoted, type SigmaOptions } from './report';

/** How the values of a field are compared; `equals` where a rule says nothing. */
export type Comparison = 'equals' | 'contains' | 'startswith' | 'endswith' | 're' | 'cidr' | 'exists' | 'gt' | 'gte' | 'lt' | 'lte';
export type Encoding = 'windash' | 'utf16le' | 'utf16be' | 'utf16' | 'base64' | 'base64offset';

/** The modifiers of one field, understood. */
export interface Modifiers {
  comparison: Comparison;
  all: boolean;
  cased: boolean;
  negated: boolean;
  expand: boolean;
  /** in the order in which they apply */
  encodings: Encoding[];
  /** flags of a regular expression: i, m, s */
  flags: string;
}

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map(
  (['contains', 'startswith', 'endswith', 're', 'cidr', 'exists', 'gt', 'gte', 'lt', 'lte'] as const).map((name) => [name, name]),
);
const ENCODINGS: ReadonlyMap<string, Encoding> = new Map([
  ...(['windash', 'utf16le', 'utf16be', 'utf16', 'base64', 'base64offset'] as const).map((name) => [name, name] as const),
  ['wide', 'utf16le'],
]);
const REGEX_FLAGS: ReadonlyMap<string, string> = new Map([
  ['i', 'i'],
  ['ignorecase', 'i'],
  ['m', 'm'],
  ['multiline', 'm'],
  ['s', 's'],
  ['dotall', 's'],
]);
const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ['fieldref', 'compares two fields of the event with each other, which rules of AOC cannot'],
  ...['minute', 'hour', 'day', 'week', 'month', 'year'].map(
    (name) => [name, 'takes a part of an instant, which rules of AOC cannot'] as const,
  ),
]);

function apply(modifiers: Modifiers, name: string): string | null {
  const comparison = COMPARISONS.get(name);
  const encoding = ENCODINGS.get(name);
  const flag = REGEX_FLAGS.get(name);
  if (comparison !== undefined) {
    // Forms of base64 within a longer text are looked for with contains, which some rules say once more.
    if (modifiers.comparison !== 'equals' && modifiers.comparison !== comparison) return `cannot stand beside "${modifiers.comparison}"`;
    modifiers.comparison = comparison;
  } else if (encoding !== undefined) modifiers.encodings.push(encoding);
  else if (flag !== undefined) {
    if (modifiers.comparison !== 're') return 'belongs behind "re"';
    modifiers.flags += flag;
  } else if (name === 'all') modifiers.all = true;
  else if (name === 'cased') modifiers.cased = true;
  else if (name === 'neq') modifiers.negated = true;
  else if (name === 'expand') modifiers.expand = true;
  else return UNSUPPORTED.get(name) ?? 'is not known';
  return null;
}

/** The modifiers of a key such as `CommandLine|contains|all`; null, with the reason among the findings, where one cannot be followed. */
export function readModifiers(names: readonly string[], place: string, findings: Findings): Modifiers | null {
  const modifiers: Modifiers = { comparison: 'equals', all: false, cased: false, negated: false, expand: false, encodings: [], flags: '' };
  for (const name of names.slice(0, 12)) {
    const problem = apply(modifiers, name.trim().toLowerCase());
    if (problem !== null) return findings.fail(place, `modifier ${quoted(name)} ${problem}`);
  }
  if (names.length > 12) return findings.fail(place, 'more than 12 modifiers');
  const textual = ['equals', 'contains', 'startswith', 'endswith'].includes(modifiers.comparison);
  if (modifiers.encodings.length > 0 && !textual)
    return findings.fail(place, `"${modifiers.encodings[0]}" cannot stand beside "${modifiers.comparison}"`);
  const wide = modifiers.encodings.findLastIndex((encoding) => encoding.startsWith('utf16'));
  if (wide >= 0 && !modifiers.encodings.slice(wide).some((encoding) => encoding.startsWith('base64')))
    return findings.fail(place, `"${modifiers.encodings[wide]}" needs base64 or base64offset behind it: records hold text, not bytes`);
  if (modifiers.encodings.includes('base64offset') && modifiers.comparison === 'equals') modifiers.comparison = 'contains';
  return modifiers;
}

const PLACEHOLDER = /%([\w .-]{1,100})%/;
const MAX_EXPANDED = 1000;

/** The value with each `%name%` replaced by every value given for it; null where none is given. */
export function expanded(value: string, place: string, { placeholders = {} }: SigmaOptions, findings: Findings): string[] | null {
  const done: string[] = [];
  const open = [value];
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    const [whole = '', name] = PLACEHOLDER.exec(text) ?? [];
    if (name === undefined) {
      done.push(text);
      continue;
    }
    const given = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
    if (given === undefined || given.length === 0) return findings.fail(place, `no values are given for the placeholder ${quoted(whole)}`);
    // Percent signs in what is put in are text, not further placeholders.
    const [before = '', after = ''] = [text.slice(0, text.indexOf(whole)), text.slice(text.indexOf(whole) + whole.length)];
    open.push(...given.map((one) => `${before}${one.replaceAll('%', '\u0000')}${after}`).reverse());
    if (done.length + open.length > MAX_EXPANDED)
      return findings.fail(place, `more than ${MAX_EXPANDED} values after putting in placeholders`);
  }
  return done.map((text) => text.replaceAll('\u0000', '%'));
}
