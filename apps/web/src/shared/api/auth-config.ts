import { operationsRoutes, type authConfigSchema } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { callApi } from './call-api';

export type AuthConfig = z.infer<typeof authConfigSchema>;

const AGAIN_MS = 3_000;

const authConfigQuery = queryOptions({
  queryKey: ['auth-config'],
  queryFn: ({ signal }) => callApi(operationsRoutes.authConfig, {}, signal),
  staleTime: Infinity,
  // Everything waits for the first answer: that nobody answers is said at once, and asked again meanwhile.
  retry: false,
  refetchInterval: ({ state }) => (state.status === 'error' ? AGAIN_MS : false),
});

/** How people sign in here, if they do. */
export const useAuthConfig = () => useQuery(authConfigQuery);
