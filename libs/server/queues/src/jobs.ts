import { fetchedSourceSchema, tenantIdSchema } from '@aoc/contracts';
import type { JobsOptions } from 'bullmq';
import { z } from 'zod';

/** A kind of job: its queue, the shape of its data (parsed when produced and again when consumed) and its options. */
export interface JobDefinition<S extends z.ZodType = z.ZodType> {
  name: string;
  queue: QueueName;
  schema: S;
  options: JobsOptions;
}
export const QUEUES = ['fetch', 'maintenance', 'forward', 'notify', 'ask'] as const;
export type QueueName = (typeof QUEUES)[number];

const definition = <S extends z.ZodType>(d: JobDefinition<S>): JobDefinition<S> => d;
const ended = { removeOnComplete: { age: 3600, count: 1000 }, removeOnFail: { age: 86400, count: 1000 } };

/** Every job of the product. New fields must be optional: jobs outlive a deploy. */
export const jobs = {
  /** Reads one source of one tenant; `run_id` links it to a fetch that somebody asked for. */
  fetchSource: definition({
    name: 'fetch-source',
    queue: 'fetch',
    schema: z.object({
      tenant_id: tenantIdSchema,
      source: fetchedSourceSchema,
      hours: z.number().int().min(1).max(720).optional(),
      run_id: z.string().optional(),
    }),
    options: { attempts: 4, backoff: { type: 'exponential', delay: 2000, jitter: 1 }, ...ended },
  }),
  /** Finds tenants and sources that are due and enqueues them. */
  scheduleFetches: definition({ name: 'schedule-fetches', queue: 'maintenance', schema: z.object({}), options: { attempts: 1, ...ended } }),
  /** Deletes what is older than the retention of each tenant. */
  retention: definition({ name: 'retention', queue: 'maintenance', schema: z.object({}), options: { attempts: 2, ...ended } }),
  /** Delivers what waits in the SIEM outbox of a tenant. */
  forwardSiem: definition({
    name: 'forward-siem',
    queue: 'forward',
    schema: z.object({ tenant_id: tenantIdSchema }),
    options: { attempts: 1, ...ended },
  }),
  /** Finds channels with notifications that are due and enqueues their delivery. */
  dispatchNotifications: definition({
    name: 'dispatch-notifications',
    queue: 'notify',
    schema: z.object({}),
    options: { attempts: 1, ...ended },
  }),
  /** Delivers what is due for one channel of a tenant, so that no receiver waits for another. */
  deliverNotifications: definition({
    name: 'deliver-notifications',
    queue: 'notify',
    schema: z.object({ tenant_id: tenantIdSchema, channel_id: z.string().min(1).max(64) }),
    options: { attempts: 1, ...ended },
  }),
  /** Answers a question that somebody asked without waiting; what was asked, and by whom, is kept beside the queue. */
  answerQuestion: definition({
    name: 'answer-question',
    queue: 'ask',
    schema: z.object({ tenant_id: tenantIdSchema, job_id: z.string().min(1).max(64) }),
    options: { attempts: 2, backoff: { type: 'fixed', delay: 2000 }, ...ended },
  }),
} as const;
