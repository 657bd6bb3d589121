import { z } from 'zod';
import { askAnswerSchema } from './ask-api';
import { problemSchema } from './errors';
import { fetchJobSchema, jobParts } from './ingestion-api';
import { route } from './route';

const problem = (description: string) => ({ description, schema: problemSchema });

export const askJobSchema = z.object({ ...jobParts, kind: z.literal('ask'), result: askAnswerSchema.nullable() }).meta({ id: 'AskJob' });
export type AskJob = z.infer<typeof askJobSchema>;
export const jobSchema = z.discriminatedUnion('kind', [fetchJobSchema, askJobSchema]).meta({ id: 'Job' });
export type Job = z.infer<typeof jobSchema>;

/** Apart from the routes that begin jobs: what the dashboard loads first needs none of their results. */
export const jobRoutes = {
  getJob: route({
    method: 'get',
    path: '/api/jobs/{job_id}',
    operationId: 'getJob',
    summary: 'State of a job',
    description: 'A question can be read by who asked it alone, for a day.',
    tag: 'ingestion',
    role: 'viewer',
    params: z.object({ job_id: z.string().min(1).max(64) }),
    responses: {
      200: { description: 'The job', schema: jobSchema },
      404: problem('No such job of yours'),
      503: problem('Database is away'),
    },
  }),
};
