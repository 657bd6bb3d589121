import { identityRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { apiKeyKeys } from './api-key-keys';

const apiKeysQuery = queryOptions({
  queryKey: apiKeyKeys.list,
  queryFn: ({ signal }) => callApi(identityRoutes.listApiKeys, {}, signal),
});

/** API keys, newest first, the revoked ones too. */
export const useApiKeys = () => useQuery(apiKeysQuery);
