import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { ruleKeys } from './rule-keys';
import { ruleRoutesOf, type RuleScope } from './rule-routes';

const rulesQuery = (at: RuleScope) =>
  queryOptions({
    queryKey: ruleKeys.list(at),
    queryFn: ({ signal }) => callApi(ruleRoutesOf(at).list, {}, signal),
    refetchInterval: 60_000,
  });

/** All rules that run for the tenant, or all of the provider, by name. */
export const useRules = (at: RuleScope) => useQuery(rulesQuery(at));
