import type { FetchedSource } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { jobs, type QueueClient } from '@aoc/server/queues';
import type { Ingestion } from '../ingestion';

/**
 * Microsoft said that something is new. Nothing of the notice is believed: it only brings the next fetch of these sources forward.
 * Sources that are switched off are left out.
 */
export async function noteNotification(
  ctx: TenantContext,
  { settings }: Ingestion,
  queue: QueueClient,
  input: { sources: readonly FetchedSource[] },
): Promise<void> {
  for (const source of new Set(input.sources))
    if (settings.sources.includes(source))
      await queue.add(jobs.fetchSource, { tenant_id: ctx.tenantId, source }, { deduplicationId: `${ctx.tenantId}:${source}` });
}
