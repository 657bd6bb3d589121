import {
  askAnswerSchema,
  askBodySchema,
  callerKindSchema,
  DomainError,
  jobStatusSchema,
  tenantIdSchema,
  type AskAnswer,
  type AskBody,
  type AskJob,
  type TenantId,
} from '@aoc/contracts';
import { limitsIn, policyIn, privacyKey, requestContext, type Clock, type TenantContext } from '@aoc/server/context';
import { jobs, type ExpiringStore, type QueueClient } from '@aoc/server/queues';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AskDeps } from './ask-deps';
import { ask } from './ask';

/** How long a job and its answer can be read. */
const KEPT_S = 86_400;

/** A question that waits, with whose rights it is answered. Read by the worker and by who asked. */
const stateSchema = z.object({
  job_id: z.string(),
  tenant_id: tenantIdSchema,
  status: jobStatusSchema,
  asked_by: z.object({ id: z.string(), display: z.string(), kind: callerKindSchema.optional() }),
  role: z.enum(['public', 'viewer', 'analyst', 'admin', 'msp_admin']),
  hidden_services: z.array(z.string()),
  hidden_operations: z.array(z.string()),
  /** As it came: text, since dates in it are parsed anew. */
  body: z.string(),
  result: askAnswerSchema.nullable(),
  error: z.string().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
type AskJobState = z.infer<typeof stateSchema>;

const keyOf = (tenant: TenantId, id: string): string[] => ['ask-job', tenant, id];

async function read(store: ExpiringStore, tenant: TenantId, id: string): Promise<AskJobState | null> {
  const text = await store.get(keyOf(tenant, id));
  return text === null ? null : stateSchema.parse(JSON.parse(text));
}
const write = (store: ExpiringStore, state: AskJobState): Promise<void> =>
  store.set(keyOf(state.tenant_id, state.job_id), JSON.stringify(state), KEPT_S);

const toJob = ({ job_id, status, result, error, created_at, updated_at }: AskJobState): AskJob => ({
  job_id,
  kind: 'ask',
  status,
  progress: status === 'complete' || status === 'failed' ? 1 : 0,
  result,
  error,
  created_at,
  updated_at,
});

/** Puts a question on the queue. @returns the id of its job */
export async function requestAnswer(ctx: TenantContext, store: ExpiringStore, queue: QueueClient, body: AskBody): Promise<string> {
  const now = ctx.clock.now().toISOString();
  const policy = policyIn(ctx, ctx.tenantId);
  const state: AskJobState = {
    job_id: randomUUID(),
    tenant_id: ctx.tenantId,
    status: 'queued',
    asked_by: { ...ctx.actor },
    role: ctx.role,
    hidden_services: [...policy.hiddenServices],
    hidden_operations: [...policy.hiddenOperations],
    body: JSON.stringify(body),
    result: null,
    error: null,
    created_at: now,
    updated_at: now,
  };
  await write(store, state);
  await queue.add(jobs.answerQuestion, { tenant_id: ctx.tenantId, job_id: state.job_id });
  return state.job_id;
}

/** The job of a question of this caller; null when there is none: that of somebody else is not told from one that never was. */
export async function answerJob(ctx: TenantContext, store: ExpiringStore, id: string): Promise<AskJob | null> {
  const state = await read(store, ctx.tenantId, id);
  if (state?.asked_by.id !== ctx.actor.id) return null;
  const asked = privacyKey({ tenants: [ctx.tenantId], privacy: limitsOf(state) });
  if (asked === privacyKey({ tenants: [ctx.tenantId], privacy: ctx.privacy })) return toJob(state);
  return {
    ...toJob(state),
    status: 'failed',
    progress: 1,
    result: null,
    error: 'What you may see has changed since you asked. Ask again.',
  };
}

const limitsOf = ({ tenant_id, hidden_services, hidden_operations }: AskJobState) =>
  limitsIn([tenant_id], { hiddenServices: hidden_services, hiddenOperations: hidden_operations });

export interface AnswerRun {
  tenantId: TenantId;
  jobId: string;
  clock: Clock;
  signal: AbortSignal;
  /** True when no further try follows. */
  last: boolean;
}

/**
 * Answers a question that waits, with the rights of who asked. One that has ended stays as it is.
 * @throws whatever went wrong, so that it is tried again; the last time it is noted instead
 */
export async function runAnswerJob(deps: AskDeps, { tenantId, jobId, clock, signal, last }: AnswerRun): Promise<void> {
  const state = await read(deps.cache, tenantId, jobId);
  if (!state || state.status === 'complete' || state.status === 'failed') return;
  const ctx = requestContext({
    tenantId,
    actor: state.asked_by,
    role: state.role,
    privacy: limitsOf(state),
    requestId: `job-${jobId}`,
    clock,
  });
  const note = (change: Partial<AskJobState>): Promise<void> =>
    write(deps.cache, { ...state, ...change, updated_at: clock.now().toISOString() });
  await note({ status: 'in_progress' });
  try {
    const answer: AskAnswer = await ask(ctx, deps, askBodySchema.parse(JSON.parse(state.body)), { signal });
    await note({ status: 'complete', result: { ...answer, job_id: jobId } });
  } catch (error) {
    const told = reasonOf(error);
    if (told === null && !last) throw error;
    await note({ status: 'failed', error: told ?? 'The question could not be answered. Ask again; the log of the worker says why.' });
    if (told === null) throw error;
  }
}

/** What is told to who asked: only what is meant for them. */
const reasonOf = (error: unknown): string | null => (error instanceof DomainError && error.status < 500 ? error.detail : null);
