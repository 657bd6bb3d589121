import { alertRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';

const DAYS = 30;

const qualityQuery = queryOptions({
  queryKey: ['alerts', 'quality', DAYS],
  queryFn: ({ signal }) => callApi(alertRoutes.alertQuality, { query: { days: DAYS } }, signal),
  staleTime: 60_000,
  select: ({ items }) => new Map(items.map((item) => [item.rule_id, item.false_positive_rate])),
});

/** By rule: the share of its closed alerts of 30 days that were false positives; null when none is closed. */
export const useFalsePositiveRates = () => useQuery(qualityQuery);
