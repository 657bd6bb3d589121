import { tenantIdSchema } from '@aoc/contracts';
import { createMicrosoftClient, memoryThrottleGate, type MicrosoftClient, type MicrosoftClientOptions } from '@aoc/microsoft';
import { systemClock, systemContext, type TenantContext } from '@aoc/server/context';
import type { Simulator } from '@aoc/tools/microsoft-simulator';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { fetchSource, type FetchOutcome, type FetchRequest } from '../fetch/fetch-source';
import type { Ingestion } from '../ingestion';

const MAX_PAUSE_MS = 10_000;

export interface SimulatedTenantAccess {
  ctx: TenantContext;
  client: MicrosoftClient;
  /** One run of a source, as a worker does it. */
  fetch(ingestion: Ingestion, source: FetchRequest['source'], extra?: Partial<FetchRequest>): Promise<FetchOutcome>;
  /** Repeats runs that were put off or that a later attempt can overcome, as the queue does; at most `attempts` times. */
  fetchUntilDone(ingestion: Ingestion, source: FetchRequest['source'], attempts?: number): Promise<FetchOutcome>;
}

/** The first tenant of a simulator through the product's own client, with short waits. */
export function simulatedTenant(simulator: Simulator, position = 0, options: Partial<MicrosoftClientOptions> = {}): SimulatedTenantAccess {
  const tenant = simulator.control.tenants[position];
  if (!tenant) throw new Error('The simulator has no such tenant');
  const clock = systemClock;
  const ctx = systemContext(tenantIdSchema.parse(tenant.tenantId), 'test', clock);
  const { loginUrl, graphUrl, managementUrl } = simulator;
  const client = createMicrosoftClient({
    endpoints: { loginUrl, graphUrl, managementUrl },
    credentials: () => tenant,
    gate: memoryThrottleGate(),
    clock,
    requestTimeoutMs: 1000,
    bodyTimeoutMs: 1000,
    backoffBaseMs: 5,
    maxWaitMs: 1500,
    ...options,
  });
  const fetch: SimulatedTenantAccess['fetch'] = (ingestion, source, extra = {}) =>
    fetchSource(ctx, ingestion, { source, client, owner: randomUUID(), signal: new AbortController().signal, budgetMs: 60_000, ...extra });
  return {
    ctx,
    client,
    fetch,
    async fetchUntilDone(ingestion, source, attempts = 8) {
      let last: unknown;
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const outcome = await fetch(ingestion, source).catch((error: unknown) => void (last = error));
        if (outcome && outcome.kind !== 'throttled') return outcome;
        if (outcome) await pause(Math.min(outcome.retryAfterMs, MAX_PAUSE_MS));
      }
      throw new Error(`no success in ${attempts} attempts`, { cause: last });
    },
  };
}
