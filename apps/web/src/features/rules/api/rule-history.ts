import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { ruleKeys } from './rule-keys';
import { ruleRoutesOf, type RuleScope } from './rule-routes';

const historyQuery = (id: string, at: RuleScope) =>
  queryOptions({
    queryKey: ruleKeys.history(id, at),
    queryFn: ({ signal }) => callApi(ruleRoutesOf(at).history, { params: { id }, query: { limit: 100 } }, signal),
  });

/** Versions of a rule, newest first. */
export const useRuleHistory = (id: string, at: RuleScope) => useQuery(historyQuery(id, at));
