import { ruleRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { ruleKeys } from './rule-keys';

const rulesQuery = queryOptions({
  queryKey: ruleKeys.list,
  queryFn: ({ signal }) => callApi(ruleRoutes.listRules, {}, signal),
  refetchInterval: 60_000,
});

/** All rules of the tenant, by name. */
export const useRules = () => useQuery(rulesQuery);
