import { z } from 'zod';
import { problemSchema } from './errors';
import { eventSchema } from './event';
import { instantParamSchema } from './event-filters';
import { instantSchema, providerScopeSchema, tenantIdSchema, wholeNumberParam } from './primitives';
import { route } from './route';
import { checkedRuleBodySchema, ruleBodySchema, ruleExceptionSchema, severitySchema } from './rule';

const problem = (description: string) => ({ description, schema: problemSchema });
const badRequest = problem('Bad input; errors[] names each place, e.g. body.conditions[1].value');
const notFound = problem('No such rule in this tenant');
const conflict = problem('Somebody changed the rule meanwhile, or the name is taken');
const unavailable = problem('Database or queue is away');

/** Where a rule came from. */
export const ruleOriginSchema = z.enum(['default', 'pack', 'sigma', 'own']);
export type RuleOrigin = z.infer<typeof ruleOriginSchema>;

/** Whose a rule is: the tenant's own, or the provider's, which runs for all tenants or those that it names. */
export const ruleScopeSchema = z.enum(['tenant', 'provider']);

/** As input, but a list may have run empty: a tenant that is erased is taken off. */
const storedBody = {
  ...ruleBodySchema.shape,
  tenants: z
    .union([z.literal('all'), z.array(tenantIdSchema).max(500)])
    .meta({ description: 'of a rule of the provider, in a tenant: all, or this tenant; never the others' }),
};

/** A stored rule: what a person wrote, with identity, version and how it fares. */
export const ruleSchema = z
  .object({
    id: z.string(),
    _id: z.string().meta({ description: 'the same as id, for clients of 1.x' }),
    tenant_id: z.union([tenantIdSchema, providerScopeSchema]).meta({ description: 'the tenant, or "provider"' }),
    scope: ruleScopeSchema.meta({ description: 'provider: read only in a tenant, which may add exceptions of its own' }),
    ...storedBody,
    provider_exceptions: z
      .array(z.string())
      .meta({ description: 'ids of exceptions of the provider: they hold in all its tenants, and only the provider removes them' }),
    origin: ruleOriginSchema,
    key: z.string().nullable().meta({ description: 'stable name of a rule that AOC brings' }),
    version: z.int().meta({ description: 'grows with each change; send it back with a change' }),
    created_at: instantSchema,
    updated_at: instantSchema,
    updated_by: z.string(),
    failing: z.string().nullable().meta({ description: 'why the rule could not be run last time; the other rules run on' }),
    stats: z.object({
      alerts_30d: z.int(),
      false_positives_30d: z.int(),
      last_alert_at: instantSchema.nullable(),
    }),
  })
  .meta({ id: 'Rule' });
export type Rule = z.infer<typeof ruleSchema>;
export const ruleListSchema = z.object({ items: z.array(ruleSchema), total: z.int() }).meta({ id: 'RuleList' });

export const ruleVersionSchema = z.object({
  version: z.int(),
  changed_at: instantSchema,
  changed_by: z.string(),
  change: z.enum(['created', 'changed', 'enabled', 'disabled', 'exceptions', 'deleted']),
  rule: z.strictObject(storedBody),
});
export type RuleVersion = z.infer<typeof ruleVersionSchema>;
export const ruleHistorySchema = z.object({ items: z.array(ruleVersionSchema) }).meta({ id: 'RuleHistory' });

export const knownFieldSchema = z.object({
  field: z.string(),
  description: z.string(),
  values: z.array(z.string()).meta({ description: 'frequent values in this tenant, where they are counted' }),
});
export type RuleField = z.infer<typeof knownFieldSchema>;

export const rulePreviewBodySchema = z.strictObject({
  rule: checkedRuleBodySchema,
  start: instantParamSchema.optional(),
  end: instantParamSchema.optional(),
  compare_with: z.string().max(64).optional().meta({ description: 'id of a stored rule: what would change' }),
});

const previewAlertSchema = z.object({
  at: instantSchema,
  event_dedupe_key: z.string(),
  actor: z.string().nullable(),
  summary: z.string(),
  count: z.int().meta({ description: 'events or distinct values in the window; 1 for a rule without window' }),
});
/** One line of the stream of a preview: first what it will cost, then how far it is, last what it found. */
export const rulePreviewLineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('estimate'),
    events: z.int().meta({ description: 'events that are read' }),
    of: z.int().meta({ description: 'events in the time range' }),
    start: instantSchema,
    end: instantSchema,
  }),
  z.object({ type: z.literal('progress'), read: z.int(), matches: z.int(), alerts: z.int() }),
  z.object({
    type: z.literal('result'),
    read: z.int(),
    matches: z.int(),
    suppressed: z.int(),
    alerts: z.int().meta({ description: 'after deduplication' }),
    complete: z.boolean().meta({ description: 'false when the time or the number of events was limited' }),
    days: z.array(z.object({ day: z.string(), matches: z.int(), alerts: z.int() })),
    alerts_per_day: z.number(),
    samples: z.array(previewAlertSchema).meta({ description: 'the newest alerts, at most 20' }),
    events: z.array(eventSchema).meta({ description: 'the newest matching events, at most 5' }),
    top_actors: z.array(z.object({ actor: z.string(), alerts: z.int() })),
    diff: z
      .object({
        only_new: z.array(previewAlertSchema),
        only_old: z.array(previewAlertSchema),
        both: z.int(),
        new_total: z.int(),
        old_total: z.int(),
      })
      .optional()
      .meta({ description: 'with compare_with: alerts that would be added and lost, at most 20 each' }),
  }),
]);
export type RulePreviewLine = z.infer<typeof rulePreviewLineSchema>;

export const ruleImportBodySchema = z.strictObject({
  format: z.enum(['sigma', 'aoc']),
  content: z.string().min(1, 'must not be empty').max(5_000_000),
  dry_run: z.boolean().default(false),
  enabled: z.boolean().default(false).meta({ description: 'whether imported rules run at once' }),
});
export const ruleImportReportSchema = z
  .object({
    items: z.array(
      z.object({
        title: z.string(),
        verdict: z.enum(['imported', 'imported_with_notes', 'cannot_run', 'unchanged']),
        reasons: z.array(z.object({ place: z.string(), message: z.string() })),
        notes: z.array(z.string()),
        rule_id: z.string().nullable(),
        severity: severitySchema.nullable(),
      }),
    ),
    imported: z.int(),
    refused: z.int(),
  })
  .meta({ id: 'RuleImportReport' });
export type RuleImportReport = z.infer<typeof ruleImportReportSchema>;

export const ruleExportSchema = z
  .object({ aoc_rules: z.literal(1), rules: z.array(z.strictObject(storedBody)) })
  .meta({ id: 'RuleExport' });

const versionField = {
  version: z.int().min(1).optional().meta({ description: 'refused with 409 when the rule has another version by now' }),
};
export const ruleParams = z.object({ id: z.string().min(1).max(64) });
export const ruleReplaceBodySchema = ruleBodySchema
  .extend({
    ...versionField,
    exceptions: ruleBodySchema.shape.exceptions
      .unwrap()
      .optional()
      .meta({ description: 'left out: the rule keeps its exceptions; an empty list removes them' }),
    tenants: ruleBodySchema.shape.tenants.unwrap().optional().meta({ description: 'left out: the rule keeps its tenants' }),
  })
  .refine((rule) => [rule.threshold, rule.sequence, rule.first_seen].filter((form) => form !== undefined).length <= 1, {
    message: 'name only one of threshold, sequence and first_seen',
    path: ['threshold'],
  });
export const ruleEnableBodySchema = z.strictObject({ enabled: z.boolean(), ...versionField });
export const ruleHistoryQuerySchema = z.object({ limit: wholeNumberParam(1, 200).default(50) });
const exceptionBody = ruleExceptionSchema.omit({ id: true, owner: true });

export const ruleRoutes = {
  listRules: route({
    method: 'get',
    path: '/api/rules',
    operationId: 'listRules',
    summary: 'All rules of the tenant, and those of the provider that run for it, by name',
    tag: 'rules',
    role: 'viewer',
    responses: {
      200: { description: 'Rules', schema: ruleListSchema },
      503: unavailable,
    },
  }),
  createRule: route({
    method: 'post',
    path: '/api/rules',
    operationId: 'createRule',
    summary: 'Create a rule',
    tag: 'rules',
    role: 'admin',
    audit: { fields: ['name', 'severity', 'enabled'] },
    body: checkedRuleBodySchema,
    idempotent: true,
    responses: { 201: { description: 'The rule', schema: ruleSchema }, 400: badRequest, 409: conflict, 503: unavailable },
  }),
  ruleFields: route({
    method: 'get',
    path: '/api/rules/fields',
    operationId: 'ruleFields',
    summary: 'Fields that conditions can name, with frequent values',
    tag: 'rules',
    role: 'viewer',
    responses: {
      200: { description: 'Fields', schema: z.object({ items: z.array(knownFieldSchema) }).meta({ id: 'RuleFields' }) },
      503: unavailable,
    },
  }),
  exportRules: route({
    method: 'get',
    path: '/api/rules/export',
    operationId: 'exportRules',
    summary: 'All rules as one JSON document that the import reads',
    tag: 'rules',
    role: 'viewer',
    ticket: true,
    audit: true,
    responses: {
      200: {
        description: 'Rules',
        schema: ruleExportSchema,
      },
      503: unavailable,
    },
  }),
  importRules: route({
    method: 'post',
    path: '/api/rules/import',
    operationId: 'importRules',
    summary: 'Import Sigma rules (YAML) or an export of AOC, with a verdict per rule',
    tag: 'rules',
    role: 'admin',
    audit: { fields: ['format'] },
    body: ruleImportBodySchema,
    responses: { 200: { description: 'What became of each rule', schema: ruleImportReportSchema }, 400: badRequest, 503: unavailable },
  }),
  previewRule: route({
    method: 'post',
    path: '/api/rules/preview',
    operationId: 'previewRule',
    summary: 'Run a rule over stored events; changes nothing',
    description:
      'Answers lines of JSON as it goes: estimate, progress, result. Closing the connection cancels it. Without start: the last 7 days.',
    tag: 'rules',
    role: 'analyst',
    heavy: true,
    body: rulePreviewBodySchema,
    responses: {
      200: { description: 'Lines of JSON (RulePreviewLine)', contentType: 'application/x-ndjson' },
      400: badRequest,
      404: notFound,
      429: problem('Too many previews at once'),
      503: unavailable,
    },
  }),
  listExceptions: route({
    method: 'get',
    path: '/api/rules/exceptions',
    operationId: 'listExceptions',
    summary: 'Exceptions that hold for every rule',
    tag: 'rules',
    role: 'viewer',
    responses: {
      200: { description: 'Exceptions', schema: z.object({ items: z.array(ruleExceptionSchema) }).meta({ id: 'ExceptionList' }) },
      503: unavailable,
    },
  }),
  addGlobalException: route({
    method: 'post',
    path: '/api/rules/exceptions',
    operationId: 'addException',
    summary: 'Let every rule pass over some events: a break-glass drill, a migration by one service account',
    tag: 'rules',
    role: 'admin',
    audit: { fields: ['reason'] },
    body: exceptionBody,
    responses: { 201: { description: 'The exception', schema: ruleExceptionSchema }, 400: badRequest, 409: conflict, 503: unavailable },
  }),
  removeGlobalException: route({
    method: 'delete',
    path: '/api/rules/exceptions/{id}',
    operationId: 'removeException',
    summary: 'Remove an exception that holds for every rule',
    tag: 'rules',
    role: 'admin',
    params: ruleParams,
    responses: { 204: { description: 'Removed' }, 404: problem('No such exception in this tenant'), 503: unavailable },
  }),
  getRule: route({
    method: 'get',
    path: '/api/rules/{id}',
    operationId: 'getRule',
    summary: 'One rule',
    tag: 'rules',
    role: 'viewer',
    params: ruleParams,
    responses: { 200: { description: 'The rule', schema: ruleSchema }, 404: notFound, 503: unavailable },
  }),
  replaceRule: route({
    method: 'put',
    path: '/api/rules/{id}',
    operationId: 'replaceRule',
    summary: 'Change a rule',
    tag: 'rules',
    role: 'admin',
    audit: { fields: ['name', 'severity', 'enabled', 'version'] },
    params: ruleParams,
    body: ruleReplaceBodySchema,
    responses: { 200: { description: 'The rule', schema: ruleSchema }, 400: badRequest, 404: notFound, 409: conflict, 503: unavailable },
  }),
  enableRule: route({
    method: 'patch',
    path: '/api/rules/{id}',
    operationId: 'enableRule',
    summary: 'Switch a rule on or off',
    tag: 'rules',
    role: 'admin',
    audit: { fields: ['enabled', 'version'] },
    params: ruleParams,
    body: ruleEnableBodySchema,
    responses: { 200: { description: 'The rule', schema: ruleSchema }, 400: badRequest, 404: notFound, 409: conflict, 503: unavailable },
  }),
  deleteRule: route({
    method: 'delete',
    path: '/api/rules/{id}',
    operationId: 'deleteRule',
    summary: 'Delete a rule; its alerts stay',
    tag: 'rules',
    role: 'admin',
    params: ruleParams,
    responses: { 204: { description: 'Deleted' }, 404: notFound, 503: unavailable },
  }),
  ruleHistory: route({
    method: 'get',
    path: '/api/rules/{id}/history',
    operationId: 'ruleHistory',
    summary: 'Versions of a rule, newest first',
    tag: 'rules',
    role: 'viewer',
    params: ruleParams,
    query: ruleHistoryQuerySchema,
    responses: {
      200: { description: 'Versions', schema: ruleHistorySchema },
      404: notFound,
      503: unavailable,
    },
  }),
  addException: route({
    method: 'post',
    path: '/api/rules/{id}/exceptions',
    operationId: 'addRuleException',
    summary: 'Let a rule pass over some events: an exception or a snooze',
    tag: 'rules',
    role: 'analyst',
    audit: { fields: ['reason'] },
    params: ruleParams,
    body: exceptionBody,
    responses: { 201: { description: 'The rule', schema: ruleSchema }, 400: badRequest, 404: notFound, 409: conflict, 503: unavailable },
  }),
  removeException: route({
    method: 'delete',
    path: '/api/rules/{id}/exceptions/{exception_id}',
    operationId: 'removeRuleException',
    summary: 'Remove an exception or a snooze',
    tag: 'rules',
    role: 'analyst',
    params: ruleParams.extend({ exception_id: z.string().min(1).max(64) }),
    responses: { 200: { description: 'The rule', schema: ruleSchema }, 404: notFound, 409: conflict, 503: unavailable },
  }),
};
