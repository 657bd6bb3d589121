import { ingestionRoutes, type FetchedSource } from '@aoc/contracts';
import { useMutation } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';

export interface FetchNow {
  hours: number;
  source: FetchedSource | undefined;
}

/** Starts a fetch and answers the id of its job at once. */
async function fetchNow({ hours, source }: FetchNow): Promise<string> {
  const { job_id } = await callApi(ingestionRoutes.fetchAuditLogs, { query: { hours, source, wait: 'false' } });
  return job_id;
}

export const useFetchNow = () => useMutation({ mutationFn: fetchNow });
