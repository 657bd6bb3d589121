import { z } from 'zod';
import { problemSchema } from './errors';
import { route } from './route';

const text = (description: string, contentType: string) => ({ description, contentType });

export const healthSchema = z
  .object({ status: z.enum(['ok', 'unavailable']), database: z.enum(['connected', 'disconnected']) })
  .meta({ id: 'Health' });
export const readinessSchema = z
  .object({
    status: z.enum(['ok', 'unavailable']),
    database: z.enum(['connected', 'disconnected']),
    queue: z.enum(['connected', 'disconnected']),
    migrations: z.enum(['current', 'pending', 'unknown']),
  })
  .meta({ id: 'Readiness' });
export const versionSchema = z.object({ version: z.string() }).meta({ id: 'Version' });
export const authConfigSchema = z
  .object({
    auth_enabled: z.boolean(),
    tenant_id: z.string(),
    client_id: z.string(),
    scope: z.string(),
    redirect_uri: z.string(),
    authority: z.string().meta({ description: 'Address of the sign-in endpoint with the tenant' }),
    known_authorities: z.array(z.string()).meta({ description: 'Hosts that sign people in' }),
  })
  .meta({ id: 'AuthConfig' });
export const featuresSchema = z
  .object({
    ai_features_enabled: z.boolean(),
    default_page_size: z.number().int(),
    alerts_enabled: z.boolean(),
    periodic_fetch_enabled: z.boolean(),
    fetch_interval_minutes: z.number(),
    search_raw_text: z.boolean(),
    demo: z.boolean().meta({ description: 'true when it reads from the bundled simulator' }),
  })
  .meta({ id: 'Features' });
export type Features = z.infer<typeof featuresSchema>;

export const operationsRoutes = {
  health: route({
    method: 'get',
    path: '/health',
    operationId: 'health',
    summary: 'Liveness with the state of the database',
    tag: 'operations',
    role: 'public',
    responses: { 200: { description: 'Alive', schema: healthSchema }, 503: { description: 'Database is away', schema: healthSchema } },
  }),
  live: route({
    method: 'get',
    path: '/health/live',
    operationId: 'live',
    summary: 'The process answers',
    tag: 'operations',
    role: 'public',
    responses: { 200: { description: 'Alive', schema: z.object({ status: z.literal('ok') }) } },
  }),
  ready: route({
    method: 'get',
    path: '/health/ready',
    operationId: 'ready',
    summary: 'Database, queue and migrations are ready',
    tag: 'operations',
    role: 'public',
    responses: { 200: { description: 'Ready', schema: readinessSchema }, 503: { description: 'Not ready', schema: readinessSchema } },
  }),
  metrics: route({
    method: 'get',
    path: '/metrics',
    operationId: 'metrics',
    summary: 'Prometheus metrics',
    tag: 'operations',
    role: 'public',
    responses: { 200: text('Prometheus text', 'text/plain') },
  }),
  version: route({
    method: 'get',
    path: '/api/version',
    operationId: 'version',
    summary: 'Version of the product',
    tag: 'operations',
    role: 'public',
    responses: { 200: { description: 'The version', schema: versionSchema } },
  }),
  authConfig: route({
    method: 'get',
    path: '/api/config/auth',
    operationId: 'authConfig',
    summary: 'What the browser needs to sign in',
    tag: 'operations',
    role: 'public',
    responses: { 200: { description: 'Sign-in settings', schema: authConfigSchema } },
  }),
  features: route({
    method: 'get',
    path: '/api/config/features',
    operationId: 'features',
    summary: 'What is switched on',
    tag: 'operations',
    role: 'public',
    responses: { 200: { description: 'Feature flags', schema: featuresSchema } },
  }),
  openapi: route({
    method: 'get',
    path: '/api/openapi.json',
    operationId: 'openapi',
    summary: 'This document',
    tag: 'operations',
    role: 'public',
    responses: { 200: { description: 'OpenAPI 3.1', schema: z.record(z.string(), z.unknown()) } },
  }),
  docs: route({
    method: 'get',
    path: '/api/docs',
    operationId: 'docs',
    summary: 'Readable page of the API',
    tag: 'operations',
    role: 'public',
    responses: { 200: text('HTML page', 'text/html') },
  }),
};

const graphNotifications = z.object({
  value: z
    .array(
      z.looseObject({
        clientState: z.string().max(256).optional(),
        subscriptionId: z.string().max(128).optional(),
        resource: z.string().max(1024).optional(),
        tenantId: z.string().max(64).optional(),
      }),
    )
    .min(1)
    .max(1000),
});
const managementNotices = z.union([
  z.looseObject({ validationCode: z.string().max(256) }),
  z
    .array(
      z.looseObject({
        tenantId: z.string().max(64),
        contentType: z.string().max(64),
        contentUri: z.string().max(2048).optional(),
        contentId: z.string().max(512).optional(),
      }),
    )
    .min(1)
    .max(5000),
]);
const validation = z.object({ validationToken: z.string().min(1).max(4096).optional() });
const webhookResponses = {
  200: text('Echo of the validation token', 'text/plain'),
  202: { description: 'Accepted; a fetch is queued' },
  400: { description: 'Bad notification', schema: problemSchema },
  403: { description: 'clientState or validation code is not ours', schema: problemSchema },
  503: { description: 'Queue is away; Microsoft will send it again', schema: problemSchema },
};

export const webhookRoutes = {
  graphWebhookValidation: route({
    method: 'get',
    path: '/api/webhooks/graph',
    operationId: 'graphWebhookValidation',
    summary: 'Validation of a Graph subscription (1.x form)',
    tag: 'webhooks',
    role: 'public',
    query: validation,
    responses: webhookResponses,
  }),
  graphWebhook: route({
    method: 'post',
    path: '/api/webhooks/graph',
    operationId: 'graphWebhook',
    summary: 'Graph change notifications; each only triggers a fetch',
    tag: 'webhooks',
    role: 'public',
    audit: false,
    query: validation,
    body: graphNotifications.optional(),
    responses: webhookResponses,
  }),
  managementWebhook: route({
    method: 'post',
    path: '/api/webhooks/management',
    operationId: 'managementWebhook',
    summary: 'Management Activity API notices; each only triggers a fetch',
    tag: 'webhooks',
    role: 'public',
    audit: false,
    body: managementNotices,
    responses: { ...webhookResponses, 200: { description: 'Validated or accepted' } },
  }),
};
