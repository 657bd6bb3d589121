import type { AskChip } from '@aoc/contracts';
import { filtersToQuery, printQuery } from '@aoc/query';
import { parseFilters, type EventFilters } from '../../../shared/event-filters/filters';
import { queryText, type Asked } from './ask-search';

/** A term that every service meets: with it, none is left out of a broad question. */
const EVERY_SERVICE = 'service:*';
/** Words that only lead to the ones that are taken out. */
const LEADING = /(?:(?:^|\s)(?:to|of|by|for|from|in|on|at|with|within|during|since|over|the|a|an|user|device|group|service))+\s*$/i;

const hasTime = ({ last, start, end }: EventFilters): boolean => last !== undefined || start !== undefined || end !== undefined;

/** What the filters say in the query language, one text for each chip that the API makes of them. */
function filterQueries(filters: EventFilters): Set<string> {
  const { services, actor, operation, result, include_tags = [], exclude_tags = [] } = filters;
  const parts = [
    ...(services ? [{ services }] : []),
    ...(actor === undefined ? [] : [{ actor }]),
    ...(operation === undefined ? [] : [{ operation }]),
    ...(result === undefined ? [] : [{ result }]),
    ...include_tags.map((tag) => ({ include_tags: [tag] })),
    ...exclude_tags.map((tag) => ({ exclude_tags: [tag] })),
  ];
  return new Set([...parts.map((part) => printQuery(filtersToQuery(part))), queryText(filters)]);
}

/** What was read from the question; what only repeats the filters stands beside them already. */
export function readChips(chips: readonly AskChip[], filters: EventFilters): AskChip[] {
  const repeated = filterQueries(filters);
  return chips.filter(({ kind, said, query }) => kind === 'type' || said !== null || !repeated.has(query));
}

/** Whether the chip says which services were left out because the question names none. */
const isLeftOut = ({ kind, said, query }: AskChip): boolean => kind === 'service' && said === null && query.startsWith('-');

/** The question with no service left out. */
export const withEveryService = ({ question, filters }: Asked): Asked => ({
  question,
  filters: parseFilters({ ...filters, q: [filters.q, EVERY_SERVICE].filter(Boolean).join(' ') }),
});

/** The question without some of its words; null when they are not there, or nothing would be left. */
function withoutWords(question: string, said: string): string | null {
  const text = question.normalize('NFKC');
  const at = text.indexOf(said);
  if (said === '' || at < 0) return null;
  const before = text.slice(0, at).replace(LEADING, '');
  const rest = `${before} ${text.slice(at + said.length)}`
    .replace(/\s+/g, ' ')
    .replace(/\s+(?=[?.!,])/g, '')
    .trim();
  return /\p{L}/u.test(rest) ? rest : null;
}

/** What is to be asked instead, without a chip; null for a chip that cannot be taken away. */
export function withoutChip(chip: AskChip, { question, filters }: Asked): Asked | null {
  if (chip.kind === 'type') return null;
  if (chip.kind === 'time' && hasTime(filters))
    return { question, filters: parseFilters({ ...filters, last: undefined, start: undefined, end: undefined }) };
  if (isLeftOut(chip)) return withEveryService({ question, filters });
  if (chip.said === null) return null;
  const rest = withoutWords(question, chip.said);
  return rest === null ? null : { question: rest, filters };
}

/** The question with a filter on a field, which wins over what the question says of it. */
export function withChange({ question, filters }: Asked, change: EventFilters): Asked {
  return { question, filters: parseFilters({ ...filters, ...change }) };
}

/** The question with one more term of the query language. */
export const withQuery = (asked: Asked, term: string): Asked =>
  withChange(asked, { q: [asked.filters.q, term.trim()].filter(Boolean).join(' ') });
