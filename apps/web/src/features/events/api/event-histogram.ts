import { searchRoutes, type FacetFieldName } from '@aoc/contracts';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { toQuery, type EventFilters } from '../../../shared/event-filters/filters';
import { eventKeys } from './event-keys';

export type HistogramSplit = Extract<FacetFieldName, 'service' | 'result'>;
interface HistogramAsk {
  filters: EventFilters;
  buckets: number;
  split: HistogramSplit | null;
}

const histogramQuery = ({ filters, buckets, split }: HistogramAsk) =>
  queryOptions({
    queryKey: eventKeys.histogram(filters, buckets, split),
    queryFn: ({ signal }) =>
      callApi(searchRoutes.histogram, { query: { ...toQuery(filters, new Date()), buckets, split: split ?? undefined } }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });

/** Matching events per interval. */
export const useHistogram = (ask: HistogramAsk) => useQuery(histogramQuery(ask));
