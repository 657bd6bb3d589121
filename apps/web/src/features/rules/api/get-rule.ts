import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { ruleKeys } from './rule-keys';
import { ruleRoutesOf, type RuleScope } from './rule-routes';

const ruleQuery = (id: string, at: RuleScope) =>
  queryOptions({
    queryKey: ruleKeys.detail(id, at),
    queryFn: ({ signal }) => callApi(ruleRoutesOf(at).get, { params: { id } }, signal),
  });

export const useRule = (id: string, at: RuleScope) => useQuery(ruleQuery(id, at));
/** A rule to start from; nothing is asked without an id. */
export const useRuleToCopy = (id: string | undefined, at: RuleScope) => useQuery({ ...ruleQuery(id ?? '', at), enabled: id !== undefined });
