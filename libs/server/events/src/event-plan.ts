import type { ScopedFilter } from '@aoc/server/mongo';
import { eventIndex, type EventDocument } from './event.schema';

/** What a filter on one field came to: exact stored values with the number of events that carry them, or a pattern. */
export type ResolvedValues = { values: readonly string[]; events: number } | { pattern: RegExp };

/** A filter whose partial texts have been turned into stored values, ready to become a query. */
export interface ResolvedFilter {
  service?: ResolvedValues;
  actor_key?: ResolvedValues;
  operation?: ResolvedValues;
  result?: ResolvedValues;
  tags?: { all: readonly string[]; rarest: string; events: number };
  excludeTags?: readonly string[];
  search?: { entity: string } | { words: string };
  start?: Date;
  end?: Date;
  /** Events of the tenant, about. */
  total: number;
}

/** A query with the indexes that serve its page and its count; without a hint the text index serves both. */
export interface EventPlan {
  filter: ScopedFilter<EventDocument>;
  pageHint?: string;
  countHint?: string;
  /** True when a partial text matches no stored value, so that nothing can match. */
  nothing: boolean;
}

interface Candidate {
  index: string;
  events: number;
  /** One value: the index delivers in order of time. Several: all matches are read and sorted. */
  ordered: boolean;
}

const FIELDS = [
  ['service', eventIndex.service],
  ['operation', eventIndex.operation],
  ['result', eventIndex.result],
  ['actor_key', eventIndex.actor],
] as const;

/** The query of a resolved filter. Pure. */
export function planEvents(resolved: ResolvedFilter, pageSize: number): EventPlan {
  const filter: ScopedFilter<EventDocument> = { ...timeRange(resolved), ...tagConditions(resolved), ...searchCondition(resolved) };
  const candidates: Candidate[] = [];
  let nothing = false;
  for (const [field, index] of FIELDS) {
    const part = resolved[field];
    if (!part) continue;
    if ('pattern' in part) {
      filter[field] = part.pattern;
      continue;
    }
    const [first] = part.values;
    nothing ||= first === undefined;
    const ordered = part.values.length === 1;
    filter[field] = ordered && first !== undefined ? first : { $in: [...part.values] };
    candidates.push({ index, events: part.events, ordered });
  }
  if (resolved.tags) candidates.push({ index: eventIndex.tag, events: resolved.tags.events, ordered: true });
  return { filter, nothing, ...chooseIndexes(resolved, candidates, pageSize) };
}

function chooseIndexes(resolved: ResolvedFilter, candidates: readonly Candidate[], pageSize: number) {
  if (resolved.search && 'words' in resolved.search) return {};
  if (resolved.search) return { pageHint: eventIndex.entity, countHint: eventIndex.entity };
  const total = Math.max(resolved.total, 1);
  const matches = Math.max(
    1,
    candidates.reduce((rest, c) => rest * (Math.min(c.events, total) / total), total),
  );
  const cost = (c: Candidate): number => (c.ordered ? Math.min(c.events, (pageSize * c.events) / matches) : c.events);
  const newest: Candidate = { index: eventIndex.newest, events: total, ordered: true };
  const least = (of: (c: Candidate) => number): string => [newest, ...candidates].reduce((a, b) => (of(b) < of(a) ? b : a)).index;
  return { pageHint: least(cost), countHint: least((c) => c.events) };
}

const timeRange = ({ start, end }: ResolvedFilter): ScopedFilter<EventDocument> =>
  start || end ? { timestamp: { ...(start ? { $gte: start } : {}), ...(end ? { $lte: end } : {}) } } : {};

function tagConditions({ tags, excludeTags }: ResolvedFilter): ScopedFilter<EventDocument> {
  if (!tags && !excludeTags?.length) return {};
  // The rarest tag stands alone: an index on an array is bounded by one value only.
  const others = tags?.all.filter((tag) => tag !== tags.rarest) ?? [];
  return {
    tags: {
      ...(tags ? { $eq: tags.rarest } : {}),
      ...(others.length > 0 ? { $all: others } : {}),
      ...(excludeTags?.length ? { $nin: [...excludeTags] } : {}),
    },
  };
}

function searchCondition({ search }: ResolvedFilter): ScopedFilter<EventDocument> {
  if (!search) return {};
  if ('entity' in search) return { entity_keys: search.entity };
  const words = wordsOf(search.words);
  // Engines differ in whether several quoted words mean all or any of them; the patterns make it all of them.
  const patterns = words.map((word) => ({ search_text: new RegExp(escapePattern(word), 'i') }));
  return { $text: { $search: words.map((word) => `"${word}"`).join(' ') }, ...(words.length > 1 ? { $and: patterns } : {}) };
}

export const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** Words of a search; each is quoted later, so quotes of the caller go. */
const wordsOf = (text: string): string[] => text.replace(/["\\]/g, ' ').split(/\s+/).filter(Boolean);
