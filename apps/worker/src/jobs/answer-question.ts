import type { TenantId } from '@aoc/contracts';
import { systemClock } from '@aoc/server/context';
import { runAnswerJob } from '@aoc/server/ask';
import type { JobRun } from '@aoc/server/queues';
import type { WorkerDependencies } from '../start/dependencies';

/** Answers a question that somebody asked without waiting; none while AI features are switched off. */
export async function answerQuestion(
  { ask, config }: Pick<WorkerDependencies, 'ask' | 'config'>,
  { tenant_id: tenantId, job_id: jobId }: { tenant_id: TenantId; job_id: string },
  { signal, last }: JobRun,
): Promise<void> {
  if (config.AI_FEATURES_ENABLED) await runAnswerJob(ask, { tenantId, jobId, clock: systemClock, signal, last });
}
