import { QueryClient } from '@tanstack/react-query';
import { isAway } from './api-error';

/** Retries only what waiting can heal; a 400 or 404 is shown at once. */
const retry = (failures: number, error: Error) => isAway(error) && failures < 2;

export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: { retry, retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 4000), staleTime: 10_000, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  });
