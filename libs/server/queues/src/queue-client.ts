import { Queue, type JobsOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import type { z } from 'zod';
import { jobs, QUEUES, type JobDefinition, type QueueName } from './jobs';

export interface AddOptions {
  /** While a job with this id waits or runs, another one is not added. */
  deduplicationId?: string;
  delayMs?: number;
}

/** Producer side of all queues. */
export class QueueClient {
  readonly queues: Record<QueueName, Queue>;

  constructor(connection: Redis, prefix = 'aoc') {
    const make = (name: QueueName): Queue => new Queue(name, { connection, prefix });
    this.queues = {
      fetch: make('fetch'),
      maintenance: make('maintenance'),
      forward: make('forward'),
      notify: make('notify'),
      ask: make('ask'),
    };
    for (const queue of Object.values(this.queues)) queue.on('error', () => undefined);
  }

  /**
   * Adds a job; data is parsed first.
   * @returns the id of the job that was added, or of the one that it would repeat
   */
  async add<S extends z.ZodType>(definition: JobDefinition<S>, data: z.input<S>, options: AddOptions = {}): Promise<string> {
    const jobOptions: JobsOptions = { ...definition.options };
    if (options.deduplicationId) jobOptions.deduplication = { id: options.deduplicationId };
    if (options.delayMs) jobOptions.delay = options.delayMs;
    const job = await this.queues[definition.queue].add(definition.name, definition.schema.parse(data), jobOptions);
    return String(job.id);
  }

  /** Adds many jobs in one exchange with the queue, in their order; each only while none with its id waits or runs. */
  async addMany<S extends z.ZodType>(
    definition: JobDefinition<S>,
    items: readonly { data: z.input<S>; deduplicationId: string }[],
  ): Promise<void> {
    if (items.length === 0) return;
    const { name, schema, options } = definition;
    await this.queues[definition.queue].addBulk(
      items.map(({ data, deduplicationId: id }) => ({ name, data: schema.parse(data), opts: { ...options, deduplication: { id } } })),
    );
  }

  /** Jobs by queue and state, for metrics. */
  async depths(): Promise<{ queue: QueueName; state: string; count: number }[]> {
    const rows = await Promise.all(
      QUEUES.map(async (queue) =>
        Object.entries(await this.queues[queue].getJobCounts('waiting', 'active', 'delayed', 'failed')).map(([state, count]) => ({
          queue,
          state,
          count,
        })),
      ),
    );
    return rows.flat();
  }

  /** Repeats a job for ever; doing it again changes the interval. It is kept in the queue, so only one worker gets each turn. */
  async schedule<S extends z.ZodType>(
    definition: JobDefinition<S>,
    data: z.input<S>,
    repeat: { everyMs: number } | { cron: string },
  ): Promise<void> {
    const when = 'everyMs' in repeat ? { every: repeat.everyMs } : { pattern: repeat.cron };
    const template = { name: definition.name, data: definition.schema.parse(data), opts: definition.options };
    await this.queues[definition.queue].upsertJobScheduler(definition.name, when, template);
  }

  /** True when at least one worker listens on the queue. */
  async hasWorkers(queue: QueueName): Promise<boolean> {
    return (await this.queues[queue].getWorkersCount()) > 0;
  }

  async close(): Promise<void> {
    await Promise.allSettled(Object.values(this.queues).map((queue) => queue.close()));
  }
}

/** The definition of a job by its name; undefined for a job of a newer version. */
export const jobByName = (name: string): JobDefinition | undefined => Object.values(jobs).find((definition) => definition.name === name);
