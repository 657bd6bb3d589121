import { ruleRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { showsAllTenants } from '../../../shared/api/all-tenants';
import { callApi } from '../../../shared/api/call-api';

const ruleNamesQuery = queryOptions({
  queryKey: ['rules', 'list'],
  queryFn: ({ signal }) => callApi(ruleRoutes.listRules, {}, signal),
  staleTime: 60_000,
  select: ({ items }) => items.map(({ id, name }) => ({ id, name })),
});

/** Ids and names of the rules of the tenant that is shown, to filter by; rules of all tenants are not listed. */
export const useRuleNames = () => useQuery({ ...ruleNamesQuery, enabled: !showsAllTenants() });
