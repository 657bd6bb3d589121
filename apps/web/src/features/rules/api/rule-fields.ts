import { ruleRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { ruleKeys } from './rule-keys';

const fieldsQuery = queryOptions({
  queryKey: ruleKeys.fields,
  queryFn: ({ signal }) => callApi(ruleRoutes.ruleFields, {}, signal),
  staleTime: 5 * 60_000,
});

/** Fields that conditions can name, with frequent values. */
export const useRuleFields = () => useQuery(fieldsQuery);
