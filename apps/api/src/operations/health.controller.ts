import { operationsRoutes } from '@aoc/contracts';
import { allCollections } from '@aoc/server/ingestion';
import { databaseAnswers, pendingMigrations } from '@aoc/server/mongo';
import { queueAnswers } from '@aoc/server/queues';
import { Controller, Inject } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Answer } from '../http/answer';
import { Endpoint } from '../http/endpoint';

const ANSWER_WITHIN_MS = 1500;

@Controller()
export class HealthController {
  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  @Endpoint(operationsRoutes.health)
  async health() {
    const up = await databaseAnswers(this.deps.connection, ANSWER_WITHIN_MS);
    return up
      ? new Answer(200, { status: 'ok' as const, database: 'connected' as const })
      : new Answer(503, { status: 'unavailable' as const, database: 'disconnected' as const });
  }

  @Endpoint(operationsRoutes.live)
  async live() {
    return { status: 'ok' as const };
  }

  @Endpoint(operationsRoutes.ready)
  async ready() {
    const [database, queue] = await Promise.all([
      databaseAnswers(this.deps.connection, ANSWER_WITHIN_MS),
      queueAnswers(this.deps.valkey, ANSWER_WITHIN_MS),
    ]);
    const migrations = database ? await this.migrations() : ('unknown' as const);
    const ok = database && queue && migrations === 'current';
    return new Answer(ok ? 200 : 503, {
      status: ok ? ('ok' as const) : ('unavailable' as const),
      database: database ? ('connected' as const) : ('disconnected' as const),
      queue: queue ? ('connected' as const) : ('disconnected' as const),
      migrations,
    });
  }

  @Endpoint(operationsRoutes.metrics)
  async metrics({ reply }: { reply: { type(value: string): unknown } }) {
    const { metrics, queue } = this.deps;
    for (const row of await queue.depths().catch(() => [])) metrics.queueDepth.set({ queue: row.queue, state: row.state }, row.count);
    reply.type(metrics.registry.contentType);
    return metrics.render();
  }

  private async migrations(): Promise<'current' | 'pending' | 'unknown'> {
    try {
      return (await pendingMigrations(this.deps.connection, allCollections)).length === 0 ? 'current' : 'pending';
    } catch {
      return 'unknown';
    }
  }
}
