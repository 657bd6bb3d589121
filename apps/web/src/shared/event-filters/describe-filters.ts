import { RANGES, type EventFilters, type Range } from './filters';
import { quoted } from '../quoted';

export const RANGE_NAMES: Record<Range, string> = {
  '15m': 'Last 15 minutes',
  '1h': 'Last hour',
  '4h': 'Last 4 hours',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
};
export const RANGE_KEYS = Object.keys(RANGES).filter((key): key is Range => key in RANGE_NAMES);

const anyOf = (field: string, values: string[]): string => {
  const terms = values.map((value) => `${field}:${quoted(value)}`);
  return terms.length > 1 ? `(${terms.join(' OR ')})` : terms.join('');
};

/** The filters as one line in the words of the query language. */
export function describeFilters(filters: EventFilters): string {
  const parts = [
    filters.last ? `${RANGE_NAMES[filters.last].toLowerCase()}:` : undefined,
    filters.services && anyOf('service', filters.services),
    filters.actor && `actor:${quoted(filters.actor)}`,
    filters.operation && `operation:${quoted(filters.operation)}`,
    filters.result && `result:${quoted(filters.result)}`,
    ...(filters.include_tags ?? []).map((tag) => `tag:${quoted(tag)}`),
    ...(filters.exclude_tags ?? []).map((tag) => `-tag:${quoted(tag)}`),
    filters.q,
    filters.search,
    filters.start && `after:${filters.start}`,
    filters.end && `before:${filters.end}`,
  ];
  const text = parts.filter((part) => part !== undefined).join(' ');
  return text === '' ? 'All events' : text;
}
