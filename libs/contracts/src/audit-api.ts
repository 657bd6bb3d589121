import { z } from 'zod';
import { problemSchema } from './errors';
import { cursorSchema, instantParamSchema, LIMITS, rangeIsOrdered, rangeOrderMessage } from './event-filters';
import { instantSchema, tenantIdSchema, wholeNumberParam } from './primitives';
import { route } from './route';

const problem = (description: string) => ({ description, schema: problemSchema });
const badRequest = problem('Bad input; each bad field is named in errors[]');
const unavailable = problem('Database is away');
const busy = problem('Too many at the same time; Retry-After says when to ask again');

/** Bounds of the audit trail: rows of one check, characters of one text. */
export const AUDIT_LIMITS = { verifyRows: 50_000, text: 256, maxSeq: 999_999_999 } as const;

/** `ok`: done; `refused`: not allowed, not found, or bad input (4xx); `failed`: an error on our side (5xx), so that it may have been done in part. */
export const auditOutcomeSchema = z.enum(['ok', 'refused', 'failed']);
export type AuditOutcome = z.infer<typeof auditOutcomeSchema>;

/** `local`: whoever is at this machine, without sign-in; `system`: AOC itself. */
export const callerKindSchema = z.enum(['local', 'user', 'api_key', 'system']);
export type CallerKind = z.infer<typeof callerKindSchema>;

const detailSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]));
/** Small facts of an action: no secrets, no bodies of events. */
export type AuditDetail = z.infer<typeof detailSchema>;

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);
/** Who did what; `hash` is SHA-256 over the canonical JSON of all other members but `mac`, `prev_hash` is the hash of row `seq - 1`. */
export const auditRowSchema = z
  .object({
    tenant_id: tenantIdSchema,
    seq: z.int().min(1).meta({ description: 'place in the chain of the tenant, from 1 without gaps' }),
    at: instantSchema,
    actor: z.object({ id: z.string(), display: z.string(), kind: callerKindSchema }),
    role: z.string(),
    action: z.string().meta({ description: 'operationId of the route, or the name of what AOC did by itself' }),
    target: z.string().nullable().meta({ description: 'id of what was acted on' }),
    request_id: z.string(),
    outcome: auditOutcomeSchema,
    detail: detailSchema,
    prev_hash: hashSchema,
    hash: hashSchema,
    mac: z.string().nullable().meta({ description: 'HMAC of hash under a key that is not in the database; null without ENCRYPTION_KEY' }),
  })
  .meta({ id: 'AuditRow' });
export type AuditRow = z.infer<typeof auditRowSchema>;

export const auditPageSchema = z
  .object({
    items: z.array(auditRowSchema),
    next_cursor: z.string().nullable(),
    total: z.int().meta({ description: 'exact up to 10,000, a lower bound beyond; -1 on later pages' }),
    total_is_exact: z.boolean(),
  })
  .meta({ id: 'AuditPage' });
export type AuditPage = z.infer<typeof auditPageSchema>;

export const auditBreakSchema = z
  .object({
    seq: z.int().meta({ description: 'row at which the chain breaks' }),
    kind: z.enum([
      'changed',
      'missing',
      'reordered',
      'duplicated',
      'tail_cut',
      'unsealed',
      'unknown_key',
      'head_changed',
      'head_missing',
      'not_the_anchor',
    ]),
    detail: z.string(),
  })
  .meta({ id: 'AuditBreak' });
export type AuditBreak = z.infer<typeof auditBreakSchema>;

export const auditVerdictSchema = z
  .object({
    state: z.enum(['whole', 'broken', 'unfinished']).meta({ description: 'unfinished: no break so far; go on at next_seq' }),
    from_seq: z.int(),
    to_seq: z.int().meta({ description: 'last row that was checked; 0: none' }),
    rows: z.int().meta({ description: 'rows that were checked' }),
    next_seq: z.int().nullable(),
    broken: auditBreakSchema.nullable().meta({ description: 'the first broken link' }),
    head: z
      .object({ seq: z.int(), hash: hashSchema })
      .nullable()
      .meta({ description: 'end of the chain: keep it elsewhere to compare later' }),
    unsealed_rows: z
      .int()
      .meta({ description: 'rows from before there was an ENCRYPTION_KEY: whoever can write to the database can forge them' }),
    seals_checked: z.boolean().meta({ description: 'false without ENCRYPTION_KEY: then only accidents and clumsy changes are found' }),
  })
  .meta({ id: 'AuditVerdict' });
export type AuditVerdict = z.infer<typeof auditVerdictSchema>;

const word = z.string().trim().min(1, 'must not be empty').max(LIMITS.filterLength);
const filterSchema = z.object({
  actor: word.optional().meta({ description: 'id or display name of who acted, exact' }),
  action: word.optional().meta({ description: 'operationId of the route, exact' }),
  target: word.optional().meta({ description: 'id of what was acted on, exact' }),
  outcome: auditOutcomeSchema.optional(),
  start: instantParamSchema.optional().meta({ description: 'earliest time, inclusive' }),
  end: instantParamSchema.optional().meta({ description: 'latest time, inclusive' }),
});
export type AuditFilter = z.output<typeof filterSchema>;

export const auditRoutes = {
  listAuditTrail: route({
    method: 'get',
    path: '/api/audit-trail',
    operationId: 'listAuditTrail',
    summary: 'Who did what in AOC, newest first',
    tag: 'audit',
    role: 'admin',
    query: filterSchema
      .extend({ cursor: cursorSchema.optional(), page_size: wholeNumberParam(1, LIMITS.pageSize).optional() })
      .refine(rangeIsOrdered, rangeOrderMessage),
    responses: { 200: { description: 'A page of rows', schema: auditPageSchema }, 400: badRequest, 503: unavailable },
  }),
  exportAuditTrail: route({
    method: 'get',
    path: '/api/audit-trail/export',
    operationId: 'exportAuditTrail',
    summary: 'Rows of the audit trail in the order of the chain',
    description:
      'One JSON row a line. The last line is `{"end":true,"rows":n,"head":{"seq":n,"hash":"..."}}`: a file without it is not whole. Rows carry all that a check of the chain needs.',
    tag: 'audit',
    role: 'admin',
    heavy: true,
    audit: true,
    ticket: true,
    query: filterSchema.refine(rangeIsOrdered, rangeOrderMessage),
    responses: {
      200: { description: 'NDJSON', contentType: 'application/x-ndjson' },
      400: badRequest,
      429: busy,
      503: unavailable,
    },
  }),
  verifyAuditTrail: route({
    method: 'get',
    path: '/api/audit-trail/verify',
    operationId: 'verifyAuditTrail',
    summary: 'Whether the chain is whole, and else its first broken link',
    tag: 'audit',
    role: 'admin',
    heavy: true,
    query: z.object({
      from_seq: wholeNumberParam(1, AUDIT_LIMITS.maxSeq)
        .default(1)
        .meta({ description: 'row to begin at; the one before it is taken as sound' }),
      limit: wholeNumberParam(1, AUDIT_LIMITS.verifyRows).default(AUDIT_LIMITS.verifyRows).meta({ description: 'most rows to check' }),
    }),
    responses: { 200: { description: 'The verdict', schema: auditVerdictSchema }, 400: badRequest, 429: busy, 503: unavailable },
  }),
};
