import { ASK_LIMITS, type askBodySchema } from '@aoc/contracts';
import { filtersToQuery, printQuery } from '@aoc/query';
import type { z } from 'zod';
import { parseFilters, toQuery, type EventFilters } from '../../../shared/event-filters/filters';

/** A question and the filters that hold beside it. */
export interface Asked {
  question: string;
  filters: EventFilters;
}
/** The address of the screen. */
export interface AskSearch extends Asked {
  event: string | undefined;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** Reads an address: what is not understood is dropped, never an error. */
export function parseAskSearch(input: Record<string, unknown>): AskSearch {
  return {
    question: textOf(input.question).slice(0, ASK_LIMITS.questionLength),
    filters: parseFilters(input),
    event: textOf(input.event) || undefined,
  };
}

/** The same as parameters of the address. */
export const toAddress = ({ question, filters }: Asked, event?: string) => ({
  ...filters,
  ...(question === '' ? {} : { question }),
  ...(event === undefined ? {} : { event }),
});

/** The filters that have no parameter of their own when a question is asked, in the query language. */
export function queryText({ q, search }: EventFilters): string {
  const words = search === undefined ? undefined : printQuery(filtersToQuery({ search }));
  return [q, words].filter((part) => part !== undefined).join(' ');
}

/** The same as the API takes it at `now`; `zone` is what words such as yesterday mean. */
export function toBody({ question, filters }: Asked, zone: string, now: Date): z.input<typeof askBodySchema> {
  const { search: _search, q: _q, ...rest } = toQuery(filters, now);
  const q = queryText(filters);
  return { ...rest, question, time_zone: zone, ...(q === '' ? {} : { q }) };
}
