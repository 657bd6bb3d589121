import { createMicrosoftClient, memoryThrottleGate } from '@aoc/microsoft';
import { systemClock, systemContext } from '@aoc/server/context';
import { fetchSource } from '@aoc/server/ingestion';
import { connectValkey, PostponeJob, queueWorker, type Handlers } from '@aoc/server/queues';
import { testRedisUrl, waitFor } from '@aoc/testing';
import { startSimulator, type SimulatorControl } from '@aoc/tools/microsoft-simulator';
import { randomUUID } from 'node:crypto';
import { TENANT, type ApiFixture } from './api-fixture';

export interface FetchWorker {
  simulator: SimulatorControl;
  stop(): Promise<void>;
}

const nothing = async (): Promise<void> => undefined;

/** A consumer of the fetch queue of an API that reads the API's tenant from a simulated Microsoft. */
export async function startFetchWorker(api: ApiFixture): Promise<FetchWorker> {
  const simulator = await startSimulator({ seed: 21, tenants: [{ tenantId: TENANT, events: 60, days: 1, company: { users: 5 } }] });
  const tenant = simulator.control.tenants[0];
  if (!tenant) throw new Error('the simulator has no tenant');
  const { loginUrl, graphUrl, managementUrl } = simulator;
  const client = createMicrosoftClient({
    endpoints: { loginUrl, graphUrl, managementUrl },
    credentials: () => tenant,
    gate: memoryThrottleGate(),
    clock: systemClock,
    backoffBaseMs: 5,
  });
  const ending = new AbortController();
  const handlers: Handlers = {
    fetchSource: async ({ tenant_id, source, hours, run_id }, run) => {
      const ctx = systemContext(tenant_id, `job-${run.id}`);
      const request = { source, client, owner: randomUUID(), signal: run.signal, hours: hours ?? 24 };
      const outcome = await fetchSource(ctx, api.deps.ingestion, run_id === undefined ? request : { ...request, runId: run_id });
      if (outcome.kind === 'busy') throw new PostponeJob(50);
    },
    scheduleFetches: nothing,
    retention: nothing,
    forwardSiem: nothing,
    dispatchNotifications: nothing,
    deliverNotifications: nothing,
    answerQuestion: nothing,
  };
  const connection = connectValkey(testRedisUrl());
  const prefix = api.deps.config.QUEUE_PREFIX;
  const worker = queueWorker({
    queue: 'fetch',
    connection,
    prefix,
    concurrency: 4,
    handlers,
    signal: ending.signal,
    onFailed: () => undefined,
  });
  await waitFor('the worker', () => api.deps.queue.hasWorkers('fetch'));
  return {
    simulator: simulator.control,
    async stop() {
      ending.abort();
      await worker.close();
      connection.disconnect();
      await client.close();
      await simulator.stop();
    },
  };
}
