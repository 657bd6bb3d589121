import type { Template } from './template';

/** A compiled mapping file. Immutable; made once by `parseMappings`. */
export interface Mappings {
  /** canonical service or category name to label */
  readonly categories: ReadonlyMap<string, string>;
  /** canonical operation, or `service/operation`, to its templates */
  readonly operations: ReadonlyMap<string, readonly Template[]>;
  /** operations by prefix (`Set-*`), longest prefix first */
  readonly prefixes: readonly (readonly [string, readonly Template[]])[];
  /** canonical service or category name to the templates of its other operations */
  readonly categorySummaries: ReadonlyMap<string, readonly Template[]>;
  readonly fallback: readonly Template[];
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

/** Templates for an operation: its own within the service, its own, by prefix, those of its category or service, the general ones. */
export function templatesFor(mappings: Mappings, operation: string, category: string | null, service: string): readonly Template[] {
  const name = canonicalName(operation);
  const own = mappings.operations.get(`${canonicalName(service)}/${name}`) ?? mappings.operations.get(name);
  if (own) return own;
  const prefix = mappings.prefixes.find(([start]) => name.startsWith(start));
  if (prefix) return prefix[1];
  const byCategory = category === null ? undefined : mappings.categorySummaries.get(canonicalName(category));
  return byCategory ?? mappings.categorySummaries.get(canonicalName(service)) ?? mappings.fallback;
}
