import { QUEUES, queueWorker, type QueueName } from '@aoc/server/queues';
import { Inject, Injectable, Module, type DynamicModule, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { handlersOf } from './jobs/handlers';
import type { WorkerDependencies } from './start/dependencies';
import { serveMetrics } from './start/metrics-server';
import { keepSchedules } from './start/schedules';

const DEPENDENCIES = Symbol('WorkerDependencies');
/** Time for a job to reach a good place to stop before it is told to. */
const FINISH_MS = 4000;

/** Receivers that are served at the same time. A job waits for one of them nearly all of its time. */
const NOTIFY_CONCURRENCY = 50;
/** Questions that are answered at the same time; with a language model most of it is waiting. */
const ASK_CONCURRENCY = 4;
const concurrencyOf = (queue: QueueName, { config }: WorkerDependencies): number =>
  queue === 'fetch' ? config.FETCH_CONCURRENCY : queue === 'notify' ? NOTIFY_CONCURRENCY : queue === 'ask' ? ASK_CONCURRENCY : 1;

/** Consumers of all queues, schedules and metrics; started with the application and ended in order with it. */
@Injectable()
class JobRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stop = new AbortController();
  private readonly closers: (() => unknown)[] = [];

  constructor(@Inject(DEPENDENCIES) private readonly deps: WorkerDependencies) {}

  async onApplicationBootstrap(): Promise<void> {
    const { deps } = this;
    const handlers = handlersOf(deps);
    const server = await serveMetrics(deps);
    if (server) this.closers.push(() => server.close());
    this.closers.push(keepSchedules(deps));
    for (const queue of QUEUES) {
      const worker = queueWorker({
        queue,
        handlers,
        connection: deps.patient,
        prefix: deps.config.QUEUE_PREFIX,
        concurrency: concurrencyOf(queue, deps),
        signal: this.stop.signal,
        onFailed: (job, error) => deps.logger.warn({ job, err: error }, 'job failed'),
      });
      this.closers.push(() => worker.close());
    }
    deps.logger.info({ sources: deps.config.SOURCES }, 'working');
  }

  async onApplicationShutdown(): Promise<void> {
    const timer = setTimeout(() => this.stop.abort(new Error('the worker stops')), FINISH_MS);
    await Promise.allSettled(this.closers.map((close) => close()));
    clearTimeout(timer);
    await this.deps.closeClients();
    await this.deps.queue.close();
    this.deps.patient.disconnect();
    this.deps.valkey.disconnect();
    await this.deps.connection.close();
  }
}

@Module({})
export class WorkerModule {
  static with(deps: WorkerDependencies): DynamicModule {
    return { module: WorkerModule, providers: [{ provide: DEPENDENCIES, useValue: deps }, JobRunner] };
  }
}
