import { DelayedError, Worker, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { jobByName } from './queue-client';
import { jobs, type QueueName } from './jobs';
import type { z } from 'zod';

/** Thrown by a handler: the job is not done; it is taken up again after `ms`, without counting as a failed try. */
export class PostponeJob extends Error {
  override readonly name = 'PostponeJob';
  constructor(readonly ms: number) {
    super(`postponed by ${ms} ms`);
  }
}

export interface JobRun {
  id: string;
  attempt: number;
  /** True when no further try follows a failure. */
  last: boolean;
  signal: AbortSignal;
}
type Definitions = typeof jobs;
type DataOf<K extends keyof Definitions> = z.output<Definitions[K]['schema']>;
/** One handler for each job of the registry. */
export type Handlers = { [K in keyof Definitions]: (data: DataOf<K>, run: JobRun) => Promise<void> };

/** A killed worker's job is taken over after about this long, in milliseconds. */
const LOCK_MS = 10_000;

type AnyHandler = (data: never, run: JobRun) => Promise<void>;

/** Handlers by job name. @throws TypeError when a job of the registry has none */
export function handlersByName(handlers: Handlers): Map<string, AnyHandler> {
  const entries = Object.entries<AnyHandler | undefined>({ ...handlers });
  const byKey = new Map(entries);
  const result = new Map<string, AnyHandler>();
  for (const [key, definition] of Object.entries(jobs)) {
    const handler = byKey.get(key);
    if (!handler) throw new TypeError(`No handler for the job ${definition.name}`);
    result.set(definition.name, handler);
  }
  return result;
}

export interface QueueWorkerOptions {
  queue: QueueName;
  connection: Redis;
  prefix: string;
  concurrency: number;
  handlers: Handlers;
  /** Ends the work of running jobs. */
  signal: AbortSignal;
  onFailed: (job: string, error: Error) => void;
}

/** Consumer of one queue. Jobs of a killed process are taken over; data is parsed again before it is used. */
export function queueWorker(options: QueueWorkerOptions): { close(): Promise<void> } {
  const handlers = handlersByName(options.handlers);
  const process = async (job: Job, token?: string): Promise<void> => {
    const definition = jobByName(job.name);
    const handler = handlers.get(job.name);
    if (!definition || !handler) throw new Error(`This version knows no job ${job.name}`);
    const data = definition.schema.parse(job.data);
    const attempt = job.attemptsMade + 1;
    const run = { id: String(job.id), attempt, last: attempt >= (job.opts.attempts ?? 1), signal: options.signal };
    try {
      await handler(data as never, run);
    } catch (error) {
      if (!(error instanceof PostponeJob)) throw error;
      await job.moveToDelayed(Date.now() + error.ms, token);
      throw new DelayedError();
    }
  };
  const worker = new Worker(options.queue, process, {
    connection: options.connection,
    prefix: options.prefix,
    concurrency: options.concurrency,
    lockDuration: LOCK_MS,
    stalledInterval: LOCK_MS / 2,
    // A job may lose its worker any number of times: each take-over changes nothing that was done.
    maxStalledCount: Number.MAX_SAFE_INTEGER,
  });
  worker.on('failed', (job, error) => options.onFailed(job?.name ?? 'unknown', error));
  // A lost connection is reported by the failing commands; without a listener it would end the process.
  worker.on('error', () => undefined);
  return { close: () => worker.close() };
}
