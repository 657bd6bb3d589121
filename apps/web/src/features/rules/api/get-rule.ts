import { ruleRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { ruleKeys } from './rule-keys';

const ruleQuery = (id: string) =>
  queryOptions({
    queryKey: ruleKeys.detail(id),
    queryFn: ({ signal }) => callApi(ruleRoutes.getRule, { params: { id } }, signal),
  });

export const useRule = (id: string) => useQuery(ruleQuery(id));
/** A rule to start from; nothing is asked without an id. */
export const useRuleToCopy = (id: string | undefined) => useQuery({ ...ruleQuery(id ?? ''), enabled: id !== undefined });
