import type { TenantId } from '@aoc/contracts';
import { systemContext } from '@aoc/server/context';
import { forwardSiem, type SendBatch } from '@aoc/server/ingestion';
import type { JobRun } from '@aoc/server/queues';
import type { WorkerDependencies } from '../start/dependencies';

const ANSWER_MS = 30_000;

/** One HTTP POST of NDJSON; anything but a 2xx answer is a failure. */
const sender =
  (url: string): SendBatch =>
  async ({ id, tenantId, body, signal }) => {
    const headers = { 'content-type': 'application/x-ndjson', 'idempotency-key': id, 'x-aoc-tenant': tenantId };
    const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
    const response = await fetch(url, { method: 'POST', headers, body, signal: limit, redirect: 'error' });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the receiver answered ${response.status}`);
  };

/** Delivers the SIEM outbox of a tenant as far as the receiver takes it. */
export async function forwardToSiem(deps: WorkerDependencies, data: { tenant_id: TenantId }, run: JobRun): Promise<void> {
  const ctx = systemContext(data.tenant_id, `job-${run.id}`);
  const { delivered, waiting } = await forwardSiem(ctx, deps.ingestion, sender(deps.config.SIEM_WEBHOOK_URL), run.signal);
  deps.metrics.siemBacklog.set(waiting);
  if (delivered > 0) deps.logger.info({ tenant: data.tenant_id, job_id: run.id, delivered, waiting }, 'forwarded');
}
