import { z } from 'zod';
import { problemSchema } from './errors';
import { commentSchema } from './event';
import { cursorSchema, instantParamSchema, LIMITS } from './event-filters';
import { commentBodySchema } from './events-api';
import { instantSchema, tenantIdSchema, wholeNumberParam } from './primitives';
import { route } from './route';
import { matchedConditionSchema, severitySchema } from './rule';

const problem = (description: string) => ({ description, schema: problemSchema });
const badRequest = problem('Bad input; errors[] names each bad field');
const notFound = problem('No such alert in this tenant');
const conflict = problem('Somebody changed the alert meanwhile, or this change is not possible from its status');
const unavailable = problem('Database or queue is away');

export const alertStatusSchema = z.enum(['open', 'acknowledged', 'resolved', 'false_positive']);
export type AlertStatus = z.infer<typeof alertStatusSchema>;

/** One thing that happened to an alert. */
export const alertHistorySchema = z.object({
  at: instantSchema,
  by: z.string(),
  change: z.enum(['raised', 'status', 'assigned', 'commented', 'reopened']),
  from: z.string().nullable(),
  to: z.string().nullable(),
  reason: z.string().nullable(),
});
export type AlertHistoryEntry = z.infer<typeof alertHistorySchema>;

export const alertSchema = z
  .object({
    id: z.string(),
    _id: z.string().meta({ description: 'the same as id, for clients of 1.x' }),
    tenant_id: tenantIdSchema,
    timestamp: instantSchema.meta({ description: 'when it was raised' }),
    rule_id: z.string(),
    rule_name: z.string(),
    rule_version: z.int(),
    severity: severitySchema,
    techniques: z.array(z.string()),
    tags: z.array(z.string()),
    message: z.string(),
    guidance: z.string(),
    event_id: z.string().meta({ description: 'id of the event that raised it' }),
    event_dedupe_key: z.string(),
    event_ids: z.array(z.string()).meta({ description: 'dedupe keys of all its events, at most the newest 500' }),
    summary: z.string().meta({ description: 'what happened, of the event that raised it' }),
    service: z.string(),
    operation: z.string(),
    actor: z.string().nullable(),
    actor_upn: z.string().nullable(),
    targets: z.array(z.string()),
    entity_keys: z.array(z.string()),
    status: alertStatusSchema,
    assignee: z.string().nullable(),
    occurrences: z.int(),
    first_seen: instantSchema.meta({ description: 'event time of the first of its events' }),
    last_seen: instantSchema,
    late_by_seconds: z.number().meta({ description: 'between the event and its arrival' }),
    matched: z.array(matchedConditionSchema),
    window: z
      .object({ count: z.int(), first: instantSchema, last: instantSchema, group: z.string() })
      .nullable()
      .meta({ description: 'of threshold, sequence and first_seen: what was counted' }),
    comments: z.array(commentSchema),
    history: z.array(alertHistorySchema),
    close_reason: z.string().nullable(),
    acknowledged_at: instantSchema.nullable(),
    closed_at: instantSchema.nullable(),
    notified_at: instantSchema.nullable(),
    incident_id: z.string().nullable(),
    version: z.int(),
  })
  .meta({ id: 'Alert' });
export type Alert = z.infer<typeof alertSchema>;

const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.preprocess((v) => (v === undefined || Array.isArray(v) ? v : [v]), z.array(item).min(1).max(10).optional());
const text = z.string().trim().min(1, 'must not be empty').max(LIMITS.filterLength);

export const alertListQuerySchema = z
  .object({
    status: oneOrMore(alertStatusSchema),
    severity: oneOrMore(severitySchema),
    rule_name: text.optional(),
    rule_id: text.optional(),
    incident_id: text.optional(),
    assignee: text.optional().meta({ description: 'a name; "none" for alerts of nobody, "me" for the own ones' }),
    actor: text.optional().meta({ description: 'part of the name or UPN' }),
    entity: text.optional().meta({ description: 'an entity key such as an address or a UPN' }),
    start: instantParamSchema.optional().meta({ description: 'raised at or after' }),
    end: instantParamSchema.optional(),
    sort: z.enum(['newest', 'severity']).default('newest'),
    page: wholeNumberParam(1, 1000).optional().meta({ description: 'as in 1.x; cursor is better' }),
    page_size: wholeNumberParam(1, LIMITS.pageSize).optional(),
    cursor: cursorSchema.optional(),
  })
  .refine((query) => query.page === undefined || query.cursor === undefined, { message: 'give page or cursor, not both', path: ['page'] });

export const alertPageSchema = z
  .object({
    items: z.array(alertSchema),
    total: z.int(),
    total_is_exact: z.boolean(),
    next_cursor: z.string().nullable(),
    page_size: z.int(),
  })
  .meta({ id: 'AlertPage' });
export type AlertPage = z.infer<typeof alertPageSchema>;

export const alertSummarySchema = z
  .object({
    total_open: z.int(),
    total_acknowledged: z.int(),
    total_resolved: z.int(),
    total_false_positive: z.int(),
    by_status_severity: z.array(z.object({ _id: z.object({ status: alertStatusSchema, severity: severitySchema }), count: z.int() })),
    median_seconds_to_acknowledge: z.number().nullable().meta({ description: 'of the last 30 days' }),
    median_seconds_to_resolve: z.number().nullable(),
  })
  .meta({ id: 'AlertSummary' });
export type AlertSummary = z.infer<typeof alertSummarySchema>;

export const incidentSchema = z
  .object({
    id: z.string(),
    tenant_id: tenantIdSchema,
    title: z.string(),
    severity: severitySchema.meta({ description: 'the highest of its alerts' }),
    status: z.enum(['open', 'closed']).meta({ description: 'open while any of its alerts is open or acknowledged' }),
    alerts: z.int(),
    open_alerts: z.int(),
    rules: z.array(z.string()),
    techniques: z.array(z.string()),
    entity_keys: z.array(z.string()).meta({ description: 'what its alerts share' }),
    first_seen: instantSchema,
    last_seen: instantSchema,
  })
  .meta({ id: 'Incident' });
export type Incident = z.infer<typeof incidentSchema>;

export const alertQualitySchema = z
  .object({
    items: z.array(
      z.object({
        tenant_id: tenantIdSchema,
        rule_id: z.string(),
        rule_name: z.string(),
        severity: severitySchema,
        alerts: z.int(),
        events: z.int(),
        open: z.int(),
        resolved: z.int(),
        false_positives: z.int(),
        false_positive_rate: z.number().nullable().meta({ description: 'of the closed alerts; null when none is closed' }),
        median_seconds_to_acknowledge: z.number().nullable(),
        median_seconds_to_resolve: z.number().nullable(),
      }),
    ),
    start: instantSchema,
  })
  .meta({ id: 'AlertQuality' });
export type AlertQuality = z.infer<typeof alertQualitySchema>;

const reason = z.string().trim().min(1, 'must not be empty').max(1000);
const assignee = z.string().trim().min(1).max(256).nullable().meta({ description: '"me" for oneself, null for nobody' });
export const alertChangeSchema = z
  .strictObject({
    status: alertStatusSchema.optional(),
    reason: reason.optional().meta({ description: 'required for false_positive' }),
    assignee: assignee.optional(),
    version: z.int().min(1).optional(),
  })
  .refine((change) => change.status !== undefined || change.assignee !== undefined, { message: 'give a status or an assignee' });
export type AlertChange = z.infer<typeof alertChangeSchema>;

const alertParams = z.object({ id: z.string().min(1).max(64) });

export const alertRoutes = {
  listAlerts: route({
    method: 'get',
    path: '/api/alerts',
    operationId: 'listAlerts',
    summary: 'Alerts, newest or most severe first',
    tag: 'alerts',
    role: 'viewer',
    crossTenant: true,
    query: alertListQuerySchema,
    responses: { 200: { description: 'One page of alerts', schema: alertPageSchema }, 400: badRequest, 503: unavailable },
  }),
  alertSummary: route({
    method: 'get',
    path: '/api/alerts/summary',
    operationId: 'alertSummary',
    summary: 'How many alerts there are by status and severity',
    tag: 'alerts',
    role: 'viewer',
    crossTenant: true,
    responses: { 200: { description: 'Numbers', schema: alertSummarySchema }, 503: unavailable },
  }),
  alertQuality: route({
    method: 'get',
    path: '/api/analytics/alert-quality',
    operationId: 'alertQuality',
    summary: 'How useful each rule was: alerts, false positives, times',
    tag: 'alerts',
    role: 'viewer',
    crossTenant: true,
    query: z.object({ days: wholeNumberParam(1, 365).default(30) }),
    responses: { 200: { description: 'By tenant and rule', schema: alertQualitySchema }, 400: badRequest, 503: unavailable },
  }),
  bulkAlerts: route({
    method: 'post',
    path: '/api/alerts/bulk',
    operationId: 'bulkAlerts',
    summary: 'Change up to 500 alerts at once',
    tag: 'alerts',
    role: 'analyst',
    audit: { fields: ['ids', 'status', 'assignee', 'reason'] },
    body: z.strictObject({
      ids: z.array(z.string().min(1).max(64)).min(1).max(500),
      status: alertStatusSchema.optional(),
      reason: reason.optional(),
      assignee: assignee.optional(),
    }),
    idempotent: true,
    responses: {
      200: {
        description: 'What became of them',
        schema: z
          .object({
            changed: z.int(),
            unchanged: z.int(),
            failed: z.array(z.object({ id: z.string(), message: z.string() })),
          })
          .meta({ id: 'AlertBulkResult' }),
      },
      400: badRequest,
      503: unavailable,
    },
  }),
  getAlert: route({
    method: 'get',
    path: '/api/alerts/{id}',
    operationId: 'getAlert',
    summary: 'One alert',
    tag: 'alerts',
    role: 'viewer',
    params: alertParams,
    responses: { 200: { description: 'The alert', schema: alertSchema }, 404: notFound, 503: unavailable },
  }),
  changeAlert: route({
    method: 'patch',
    path: '/api/alerts/{id}',
    operationId: 'changeAlert',
    summary: 'Change status or assignee',
    tag: 'alerts',
    role: 'analyst',
    audit: { fields: ['status', 'assignee', 'reason'] },
    params: alertParams,
    body: alertChangeSchema,
    responses: { 200: { description: 'The alert', schema: alertSchema }, 400: badRequest, 404: notFound, 409: conflict, 503: unavailable },
  }),
  setAlertStatus: route({
    method: 'patch',
    path: '/api/alerts/{id}/status',
    operationId: 'setAlertStatus',
    summary: 'Change the status, as in 1.x',
    tag: 'alerts',
    role: 'analyst',
    audit: { fields: ['status'] },
    params: alertParams,
    body: z.strictObject({ status: alertStatusSchema, reason: reason.optional() }),
    responses: { 200: { description: 'The alert', schema: alertSchema }, 400: badRequest, 404: notFound, 409: conflict, 503: unavailable },
  }),
  commentAlert: route({
    method: 'post',
    path: '/api/alerts/{id}/comments',
    operationId: 'commentAlert',
    summary: 'Comment on an alert',
    tag: 'alerts',
    role: 'analyst',
    params: alertParams,
    body: commentBodySchema,
    idempotent: true,
    responses: {
      201: { description: 'The comment', schema: commentSchema },
      400: badRequest,
      404: notFound,
      409: conflict,
      503: unavailable,
    },
  }),
  listIncidents: route({
    method: 'get',
    path: '/api/incidents',
    operationId: 'listIncidents',
    summary: 'Alerts that share entities, as incidents, newest first',
    tag: 'alerts',
    role: 'viewer',
    crossTenant: true,
    query: z.object({ status: z.enum(['open', 'closed']).optional(), page_size: wholeNumberParam(1, 200).default(50) }),
    responses: {
      200: { description: 'Incidents', schema: z.object({ items: z.array(incidentSchema) }).meta({ id: 'IncidentList' }) },
      400: badRequest,
      503: unavailable,
    },
  }),
  getIncident: route({
    method: 'get',
    path: '/api/incidents/{id}',
    operationId: 'getIncident',
    summary: 'One incident with its alerts by time',
    tag: 'alerts',
    role: 'viewer',
    params: alertParams,
    responses: {
      200: { description: 'The incident', schema: incidentSchema.extend({ items: z.array(alertSchema) }).meta({ id: 'IncidentDetail' }) },
      404: problem('No such incident in this tenant'),
      503: unavailable,
    },
  }),
};
