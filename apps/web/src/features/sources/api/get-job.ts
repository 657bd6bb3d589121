import { jobRoutes, type Job } from '@aoc/contracts';
import { queryOptions, skipToken, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';

export const hasEnded = (job: Job | undefined) => job?.status === 'complete' || job?.status === 'failed';

const jobQuery = (jobId: string | null) =>
  queryOptions({
    queryKey: ['job', jobId],
    queryFn: jobId === null ? skipToken : ({ signal }) => callApi(jobRoutes.getJob, { params: { job_id: jobId } }, signal),
    refetchInterval: (query) => (hasEnded(query.state.data) ? false : 700),
    staleTime: 0,
  });

/** Follows a job until it has ended. */
export const useJob = (jobId: string | null) => useQuery(jobQuery(jobId));
