import { z } from 'zod';
import { coverageGapSchema } from './coverage';
import { problemSchema } from './errors';
import { fetchedSourceSchema, instantSchema, sourceSchema, tenantIdSchema, wholeNumberParam } from './primitives';
import { route } from './route';

const problem = (description: string) => ({ description, schema: problemSchema });

/** State of a source as an operator reads it. */
export const sourceStatusSchema = z.enum([
  'never_run',
  'healthy',
  'running',
  'delayed',
  'throttled',
  'bad_credentials',
  'missing_consent',
  'missing_licence',
  'auditing_off',
  'failing',
  'disabled',
]);
export type SourceStatus = z.infer<typeof sourceStatusSchema>;

export const sourceHealthSchema = z
  .object({
    tenant_id: tenantIdSchema,
    source: fetchedSourceSchema,
    status: sourceStatusSchema,
    message: z.string().nullable().meta({ description: 'what is wrong and what to do, in plain words' }),
    last_fetch_time: instantSchema.nullable().meta({ description: 'last run that ended well' }),
    last_attempt_time: instantSchema.nullable(),
    next_attempt_time: instantSchema.nullable(),
    watermark: instantSchema.nullable().meta({ description: 'everything before this instant has been read once' }),
    lag_seconds: z.number().nullable().meta({ description: 'ours: available at Microsoft to stored, of the last run' }),
    platform_lag_seconds: z.number().nullable().meta({ description: "Microsoft's: event time to available, median of the last run" }),
    last_error: z.string().nullable(),
    events_24h: z.number().int(),
    rejected_24h: z.number().int(),
    coverage: z.object({
      from: instantSchema.nullable(),
      to: instantSchema.nullable(),
      complete: z.boolean(),
      gaps: z.array(coverageGapSchema),
    }),
  })
  .meta({ id: 'SourceHealth' });
export type SourceHealth = z.infer<typeof sourceHealthSchema>;

export const fetchSourceResultSchema = z.object({
  source: fetchedSourceSchema,
  status: z.enum(['queued', 'in_progress', 'complete', 'failed', 'skipped']),
  pages: z.number().int(),
  read: z.number().int(),
  stored: z.number().int(),
  duplicates: z.number().int(),
  rejected: z.number().int(),
  progress: z.number().min(0).max(1).meta({ description: 'share of the asked time that has been read' }),
  error: z.string().nullable(),
});
export type FetchSourceResult = z.infer<typeof fetchSourceResultSchema>;

export const fetchResultSchema = z
  .object({ stored_events: z.number().int(), job_id: z.string(), sources: z.array(fetchSourceResultSchema) })
  .meta({ id: 'FetchResult' });
export type FetchResult = z.infer<typeof fetchResultSchema>;

export const jobStatusSchema = z.enum(['queued', 'in_progress', 'complete', 'failed']);
/** What every job tells. */
export const jobParts = {
  job_id: z.string(),
  status: jobStatusSchema,
  progress: z.number().min(0).max(1),
  error: z.string().nullable(),
  created_at: instantSchema,
  updated_at: instantSchema,
};
export const fetchJobSchema = z
  .object({ ...jobParts, kind: z.literal('fetch'), result: fetchResultSchema.nullable() })
  .meta({ id: 'FetchJob' });
export type FetchJob = z.infer<typeof fetchJobSchema>;

export const FETCH_HOURS = { default: 168, max: 720 } as const;
const fetchQuery = z.object({
  hours: wholeNumberParam(1, 999_999_999, 'must be a whole number of hours')
    .transform((h) => Math.min(h, FETCH_HOURS.max))
    .default(FETCH_HOURS.default)
    .meta({ description: 'how far back to read; capped to 720' }),
  source: fetchedSourceSchema.optional().meta({ description: 'only this source' }),
  wait: z
    .enum(['true', 'false'])
    .default('true')
    .transform((v) => v === 'true')
    .meta({ description: 'false: answer 202 with a job id at once' }),
});
const fetchResponses = {
  200: { description: 'The fetch has ended', schema: fetchResultSchema },
  202: {
    description: 'The fetch is under way: nobody waits for it, it takes longer than five minutes, or the API is stopping',
    schema: fetchJobSchema,
  },
  400: problem('Bad input'),
  429: problem('Too many fetches'),
  502: problem('A source failed; the detail names it'),
  503: problem('Database or queue is away, or no worker answers'),
};

export const importStatusSchema = z.enum(['in_progress', 'complete', 'failed']);
export const importReportSchema = z
  .object({
    id: z.string(),
    file_name: z.string(),
    format: z.enum(['purview_csv', 'ndjson', 'json']).nullable(),
    status: importStatusSchema,
    bytes: z.number().int(),
    read: z.number().int(),
    stored: z.number().int(),
    duplicates: z.number().int(),
    rejected: z.number().int(),
    rejections: z.array(z.object({ position: z.string(), reason: z.string(), detail: z.string() })).meta({ description: 'the first 20' }),
    error: z.string().nullable(),
    started_at: instantSchema,
    finished_at: instantSchema.nullable(),
    created_by: z.string(),
  })
  .meta({ id: 'ImportReport' });
export type ImportReport = z.infer<typeof importReportSchema>;

export const rejectedRecordSchema = z
  .object({
    id: z.string(),
    source: sourceSchema,
    reason: z.string(),
    detail: z.string(),
    record: z.string().meta({ description: 'the record as text, cut at 64 kB; empty for callers who may not see every service' }),
    location: z.string().nullable().meta({ description: 'blob, page or file line it came from' }),
    occurrences: z.number().int(),
    first_seen: instantSchema,
    last_seen: instantSchema,
  })
  .meta({ id: 'RejectedRecord' });
export type RejectedRecord = z.infer<typeof rejectedRecordSchema>;

export const ingestionRoutes = {
  fetchAuditLogs: route({
    method: 'post',
    path: '/api/fetch-audit-logs',
    operationId: 'fetchAuditLogs',
    summary: 'Fetch from Microsoft now',
    tag: 'ingestion',
    role: 'admin',
    heavy: true,
    query: fetchQuery,
    responses: fetchResponses,
  }),
  fetchAuditLogsGet: route({
    method: 'get',
    path: '/api/fetch-audit-logs',
    operationId: 'fetchAuditLogsGet',
    summary: 'Fetch from Microsoft now (1.x form; prefer POST)',
    tag: 'ingestion',
    role: 'admin',
    heavy: true,
    audit: true,
    query: fetchQuery,
    responses: fetchResponses,
  }),
  sourceHealth: route({
    method: 'get',
    path: '/api/source-health',
    operationId: 'sourceHealth',
    summary: 'State, lag and coverage of every source',
    description: 'Of all tenants (X-AOC-Tenant: *) the sources of at most 500, the home tenant first.',
    tag: 'ingestion',
    role: 'viewer',
    crossTenant: true,
    responses: {
      200: {
        description: 'One entry per tenant and source',
        schema: z.object({ sources: z.array(sourceHealthSchema) }).meta({ id: 'SourceHealthList' }),
      },
      503: problem('Database is away'),
    },
  }),
  rejectedRecords: route({
    method: 'get',
    path: '/api/rejected-records',
    operationId: 'rejectedRecords',
    summary: 'Records that could not become events, newest first',
    tag: 'ingestion',
    role: 'viewer',
    audit: true,
    query: z.object({
      source: sourceSchema.optional(),
      cursor: z.string().min(1).max(512).optional(),
      page_size: wholeNumberParam(1, 500).default(24),
    }),
    responses: {
      200: {
        description: 'One page',
        schema: z
          .object({ items: z.array(rejectedRecordSchema), next_cursor: z.string().nullable(), total: z.number().int() })
          .meta({ id: 'RejectedRecordPage' }),
      },
      400: problem('Bad input'),
      503: problem('Database is away'),
    },
  }),
  createImport: route({
    method: 'post',
    path: '/api/imports',
    operationId: 'createImport',
    summary: 'Import a Purview CSV, NDJSON or JSON file, plain or gzipped',
    tag: 'imports',
    role: 'admin',
    heavy: true,
    bodyType: 'multipart/form-data',
    responses: {
      200: { description: 'The report', schema: importReportSchema },
      400: problem('Not a file of a known format, or not a sound gzip file'),
      413: problem('File larger than allowed, packed or unpacked'),
      415: problem('Not multipart/form-data'),
      503: problem('Database is away'),
    },
  }),
  listImports: route({
    method: 'get',
    path: '/api/imports',
    operationId: 'listImports',
    summary: 'Imports, newest first',
    tag: 'imports',
    role: 'viewer',
    responses: {
      200: { description: 'The last 100', schema: z.object({ items: z.array(importReportSchema) }).meta({ id: 'ImportList' }) },
      503: problem('Database is away'),
    },
  }),
  getImport: route({
    method: 'get',
    path: '/api/imports/{id}',
    operationId: 'getImport',
    summary: 'One import with its progress',
    tag: 'imports',
    role: 'viewer',
    params: z.object({ id: z.string().min(1).max(64) }),
    responses: {
      200: { description: 'The report', schema: importReportSchema },
      404: problem('No such import'),
      503: problem('Database is away'),
    },
  }),
};
