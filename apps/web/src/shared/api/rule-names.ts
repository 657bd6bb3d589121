import { ruleRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from './call-api';

const rulesQuery = queryOptions({
  queryKey: ['rules', 'list'],
  queryFn: ({ signal }) => callApi(ruleRoutes.listRules, {}, signal),
  staleTime: 60_000,
});

/** Ids, names and tags of the rules, to choose by. */
export const useRuleNames = () =>
  useQuery({ ...rulesQuery, select: ({ items }) => items.map(({ id, name, tags }) => ({ id, name, tags })) });
