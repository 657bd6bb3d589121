import { DomainError, ingestionRoutes, jobRoutes } from '@aoc/contracts';
import { answerJob } from '@aoc/server/ask';
import { hasPrivacyLimits } from '@aoc/server/context';
import { getFetchRun, listRejectedRecords, requestFetch, sourceHealthOfTenants, waitForFetchRun } from '@aoc/server/ingestion';
import { Controller, Inject, type BeforeApplicationShutdown } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Answer } from '../http/answer';
import { Endpoint, type Call } from '../http/endpoint';

/** A fetch that takes longer goes on; the caller gets 202 and its job. */
const WAIT_MS = 300_000;
/** Nobody knows of which service a record is that could not be read, so who may not see all services sees none of it. */
const WITHHELD = 'Withheld: you may not see the events of every service, and this record could be of any.';
type FetchCall = Pick<Call<typeof ingestionRoutes.fetchAuditLogs>, 'ctx' | 'query'>;

@Controller()
export class IngestionController implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();

  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  @Endpoint(ingestionRoutes.fetchAuditLogs)
  async fetchByPost(call: Call<typeof ingestionRoutes.fetchAuditLogs>) {
    return this.fetch(call);
  }

  @Endpoint(ingestionRoutes.fetchAuditLogsGet)
  async fetchByGet(call: Call<typeof ingestionRoutes.fetchAuditLogsGet>) {
    return this.fetch(call);
  }

  @Endpoint(jobRoutes.getJob)
  async job({ ctx, params }: Call<typeof jobRoutes.getJob>) {
    const { ask, config, ingestion } = this.deps;
    const asked = config.AI_FEATURES_ENABLED ? await answerJob(ctx, ask.cache, params.job_id) : null;
    return asked ?? getFetchRun(ctx, ingestion, params.job_id);
  }

  @Endpoint(ingestionRoutes.sourceHealth)
  async health({ ctx }: Call<typeof ingestionRoutes.sourceHealth>) {
    return { sources: await sourceHealthOfTenants(ctx, this.deps.tenantIngestion) };
  }

  @Endpoint(ingestionRoutes.rejectedRecords)
  async rejected({ ctx, query }: Call<typeof ingestionRoutes.rejectedRecords>) {
    const page = await listRejectedRecords(ctx, this.deps.ingestion, query);
    return hasPrivacyLimits(ctx) ? { ...page, items: page.items.map((item) => ({ ...item, record: '', detail: WITHHELD })) } : page;
  }

  /** Whoever waits for a fetch is told its job, before the server waits for its connections: the worker goes on with it. */
  beforeApplicationShutdown(): void {
    this.stopping.abort();
  }

  private async fetch({ ctx, query }: FetchCall) {
    const { queue } = this.deps;
    const ingestion = await this.deps.tenantIngestion.of(ctx);
    if (!(await queue.hasWorkers('fetch')))
      throw new DomainError('unavailable', 'No worker is running, so nothing would be fetched. Start the worker and try again.');
    const id = await requestFetch(ctx, ingestion, queue, query);
    if (!query.wait) return new Answer(202, await getFetchRun(ctx, ingestion, id));
    const job = await waitForFetchRun(ctx, ingestion, id, { timeoutMs: WAIT_MS, signal: this.stopping.signal });
    if (job.status === 'failed') throw new DomainError('upstream_failed', job.error ?? 'The fetch failed.');
    return job.status === 'complete' && job.result ? new Answer(200, job.result) : new Answer(202, job);
  }
}
