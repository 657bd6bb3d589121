import type { Template } from './template';

/** A compiled mapping file. Immutable; made once by `parseMappings`. */
export interface Mappings {
  /** canonical service or category name to label */
  readonly categories: ReadonlyMap<string, string>;
  /** canonical operation, or `service/operation`, to its templates */
  readonly operations: ReadonlyMap<string, readonly Template[]>;
  /** whether any operation has its own sentence for a result */
  readonly hasResultKeys: boolean;
  /** operations by prefix (`Set-*`), longest prefix first */
  readonly prefixes: readonly (readonly [string, readonly Template[]])[];
  /** canonical service or category name to the templates of its other operations */
  readonly categorySummaries: ReadonlyMap<string, readonly Template[]>;
  readonly fallback: readonly Template[];
  /** result to what is put behind a sentence that does not speak of the result itself, e.g. `failure` to `failed` */
  readonly resultNotes: ReadonlyMap<string, string>;
}

/** One sentence, or several of which the first fitting one is taken, by name. */
export type Sentences = Readonly<Record<string, string | readonly string[]>>;

/** The sections of a mapping file without mistakes. */
export interface MappingSections {
  readonly categories: Readonly<Record<string, string>>;
  readonly operations: Sentences;
  readonly category_summaries: Sentences;
  readonly result_notes: Readonly<Record<string, string>>;
  readonly default: string | readonly string[];
}

/** Makes a compiled mapping file of its sections, whose names are canonical; operations ending in `*` are prefixes. */
export function assemble(sections: {
  categories: ReadonlyMap<string, string>;
  operations: readonly (readonly [string, readonly Template[]])[];
  categorySummaries: readonly (readonly [string, readonly Template[]])[];
  resultNotes: ReadonlyMap<string, string>;
  fallback: readonly Template[];
}): Mappings {
  const isPrefix = ([name]: readonly [string, unknown]) => name.endsWith('*');
  const operations = new Map(sections.operations.filter((operation) => !isPrefix(operation)));
  return {
    categories: sections.categories,
    operations,
    hasResultKeys: [...operations.keys()].some((key) => key.endsWith(']')),
    prefixes: sections.operations
      .filter(isPrefix)
      .map(([name, templates]) => [name.slice(0, -1), templates] as const)
      .sort(([left], [right]) => right.length - left.length),
    categorySummaries: new Map(sections.categorySummaries),
    resultNotes: sections.resultNotes,
    fallback: sections.fallback,
  };
}

/**
 * How operations and categories are compared: lower case, blanks collapsed, dashes of every kind alike, and without the trailing
 * full stop that the unified log puts after Entra's operations and Graph does not.
 */
export function canonicalName(name: string): string {
  const folded = name
    .trim()
    .toLowerCase()
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/\s+/g, ' ');
  return folded.endsWith('.') ? folded.slice(0, -1).trimEnd() : folded;
}

/** Readable label of the most specific of the names (category, then service); the last name itself where none is known. */
export function categoryLabel(mappings: Mappings, category: string | null, service: string): string {
  const byCategory =
    category === null
      ? undefined
      : (mappings.categories.get(canonicalName(`${service}/${category}`)) ?? mappings.categories.get(canonicalName(category)));
  return byCategory ?? mappings.categories.get(canonicalName(service)) ?? service;
}

/** What a sentence is chosen by. */
export interface SentenceKey {
  readonly service: string;
  readonly category: string | null;
  readonly operation: string;
  readonly result: string | null;
}

/**
 * Templates for an operation: its own (for this result, within the service, as `Service/Operation [result]`, before the more general ones),
 * by prefix, those of its category or service, the general ones.
 */
export function templatesFor(mappings: Mappings, { operation, category, service, result }: SentenceKey): Templates {
  const { operations } = mappings;
  const name = canonicalName(operation);
  const within = `${canonicalName(service)}/${name}`;
  const suffix = ` [${result ?? ''}]`;
  const forResult =
    result === null || !mappings.hasResultKeys ? undefined : (operations.get(within + suffix) ?? operations.get(name + suffix));
  if (forResult) return { templates: forResult, forResult: true };
  const general = operations.get(within) ?? operations.get(name) ?? mappings.prefixes.find(([start]) => name.startsWith(start))?.[1];
  const byCategory = category === null ? undefined : mappings.categorySummaries.get(canonicalName(category));
  const templates = general ?? byCategory ?? mappings.categorySummaries.get(canonicalName(service)) ?? mappings.fallback;
  return { templates, forResult: false };
}

/** The templates to choose from; `forResult` when they were written for the event's very result. */
export interface Templates {
  readonly templates: readonly Template[];
  readonly forResult: boolean;
}
