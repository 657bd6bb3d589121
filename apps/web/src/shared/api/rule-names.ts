import { ruleRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { showsAllTenants } from './all-tenants';
import { callApi } from './call-api';

const rulesQuery = queryOptions({
  queryKey: ['rules', 'list'],
  queryFn: ({ signal }) => callApi(ruleRoutes.listRules, {}, signal),
  staleTime: 60_000,
});

/** Ids, names and tags of the rules of the tenant that is shown, to choose by; rules of all tenants are not listed. */
export const useRuleNames = () =>
  useQuery({ ...rulesQuery, enabled: !showsAllTenants(), select: ({ items }) => items.map(({ id, name, tags }) => ({ id, name, tags })) });
