import { LIMITS } from '@aoc/contracts';

/** Relative time ranges of the picker, in hours; resolved to a start when the first page is asked for. */
export const RANGES = { '15m': 0.25, '1h': 1, '4h': 4, '24h': 24, '7d': 168, '30d': 720, '90d': 2160 } as const;
export type Range = keyof typeof RANGES;
const isRange = (text: string): text is Range => Object.hasOwn(RANGES, text);

/** The event filters as they stand in the address; names are those of the API, plus `last` for a relative range. */
export interface EventFilters {
  search?: string;
  services?: string[];
  actor?: string;
  operation?: string;
  result?: string;
  last?: Range;
  start?: string;
  end?: string;
  include_tags?: string[];
  exclude_tags?: string[];
  /** Query text: everything that the parameters above cannot say. */
  q?: string;
}
/** The address of the events screen: filters and the open event. */
export interface EventsSearch extends EventFilters {
  event?: string;
}

const textOf = (value: unknown, max: number): string | undefined => {
  const text = (Array.isArray(value) ? value[0] : value) ?? '';
  const trimmed = String(text).trim().slice(0, max);
  return trimmed === '' ? undefined : trimmed;
};
const listOf = (value: unknown, max: number): string[] | undefined => {
  const items = (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((item) => String(item).trim());
  const unique = [...new Set(items)].filter((item) => item !== '' && item.length <= LIMITS.filterLength).slice(0, max);
  return unique.length === 0 ? undefined : unique;
};
const instantOf = (value: unknown): string | undefined => {
  const date = new Date(textOf(value, 40) ?? NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};
function compact<T extends object>(value: T): T {
  for (const [name, item] of Object.entries(value)) if (item === undefined) Reflect.deleteProperty(value, name);
  return value;
}

/** Reads filters from anything (an address, storage): what is not understood is dropped, never an error. */
export function parseFilters(input: Record<string, unknown>): EventFilters {
  const last = textOf(input.last, 4);
  const relative = last !== undefined && isRange(last) ? last : undefined;
  return compact({
    search: textOf(input.search, LIMITS.searchLength),
    services: listOf(input.services, LIMITS.filterValues),
    actor: textOf(input.actor, LIMITS.filterLength),
    operation: textOf(input.operation, LIMITS.filterLength),
    result: textOf(input.result, LIMITS.filterLength),
    last: relative,
    start: relative ? undefined : instantOf(input.start),
    end: relative ? undefined : instantOf(input.end),
    include_tags: listOf(input.include_tags, LIMITS.tags),
    exclude_tags: listOf(input.exclude_tags, LIMITS.tags),
    q: textOf(input.q, LIMITS.queryLength),
  });
}

export function parseEventsSearch(input: Record<string, unknown>): EventsSearch {
  return compact({ ...parseFilters(input), event: textOf(input.event, 512) });
}

export const hasFilters = (filters: EventFilters) => Object.keys(parseFilters({ ...filters })).length > 0;

/** The filters as query parameters of the API at instant `now`: a relative range becomes a start. */
export function toQuery(filters: EventFilters, now: Date) {
  const { last, ...rest } = filters;
  return last === undefined ? rest : { ...rest, start: new Date(now.getTime() - RANGES[last] * 3_600_000).toISOString() };
}
export type EventQuery = ReturnType<typeof toQuery>;

/** The filters as the API can keep them: a relative range goes into the query text, where it stays relative. */
export function withoutMovingTime({ last, ...rest }: EventFilters): EventFilters {
  if (last === undefined) return rest;
  return { ...rest, q: [rest.q, `after:-${last}`].filter(Boolean).join(' ') };
}
