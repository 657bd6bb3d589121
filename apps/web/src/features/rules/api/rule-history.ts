import { ruleRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { ruleKeys } from './rule-keys';

const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ruleKeys.history(id),
    queryFn: ({ signal }) => callApi(ruleRoutes.ruleHistory, { params: { id }, query: { limit: 100 } }, signal),
  });

/** Versions of a rule, newest first. */
export const useRuleHistory = (id: string) => useQuery(historyQuery(id));
