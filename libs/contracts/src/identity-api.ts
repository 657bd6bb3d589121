import { z } from 'zod';
import { instantSchema, tenantIdSchema } from './primitives';
import { route } from './route';
import { problemSchema } from './errors';
import { brandingSchema } from './branding';

/** Roles of people and keys; each contains the ones before it. */
export const personRoleSchema = z
  .enum(['viewer', 'analyst', 'admin', 'msp_admin'])
  .meta({ description: 'Each role contains the ones before it' });
export type PersonRole = z.infer<typeof personRoleSchema>;

export const meSchema = z
  .object({
    id: z.string(),
    display: z.string(),
    username: z.string(),
    role: personRoleSchema,
    tenant_id: tenantIdSchema,
    tenants: z.array(z.object({ tenant_id: tenantIdSchema, name: z.string() })).meta({ description: 'Tenants that X-AOC-Tenant may name' }),
    sign_in: z.enum(['none', 'entra', 'api_key']),
    privacy_role: z.boolean().meta({ description: 'Sees what the privacy settings of this tenant hide from others' }),
    branding: brandingSchema,
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof meSchema>;

export const apiKeySchema = z
  .object({
    id: z.string().meta({ description: 'The public part of the key' }),
    name: z.string(),
    role: personRoleSchema,
    tenants: z.array(tenantIdSchema),
    privacy_role: z.boolean(),
    created_at: instantSchema,
    created_by: z.string(),
    expires_at: instantSchema.nullable(),
    last_used_at: instantSchema.nullable().meta({ description: 'To the minute' }),
    revoked_at: instantSchema.nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof apiKeySchema>;

export const apiKeyCreatedSchema = apiKeySchema
  .extend({ key: z.string().meta({ description: 'The key itself, in this answer only: AOC keeps a hash' }) })
  .meta({ id: 'ApiKeyCreated' });
export type ApiKeyCreated = z.infer<typeof apiKeyCreatedSchema>;

export const newApiKeySchema = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    role: personRoleSchema.default('viewer'),
    expires_in_days: z.number().int().min(1).max(3650).nullable().default(365).meta({ description: 'null: never' }),
    privacy_role: z.boolean().default(false),
  })
  .meta({ id: 'NewApiKey' });
export type NewApiKey = z.infer<typeof newApiKeySchema>;

export const ticketSchema = z.object({ ticket: z.string(), expires_at: instantSchema }).meta({ id: 'Ticket' });

const idParam = z.object({ id: z.string().min(1).max(100) });

export const identityRoutes = {
  me: route({
    method: 'get',
    path: '/api/me',
    operationId: 'me',
    summary: 'Who I am here, and what I may do',
    tag: 'identity',
    role: 'viewer',
    responses: { 200: { description: 'The caller', schema: meSchema } },
  }),
  createTicket: route({
    method: 'post',
    path: '/api/tickets',
    operationId: 'createTicket',
    summary: 'A ticket for one request without headers',
    description:
      'A browser opens event streams and downloads without an Authorization header: the ticket goes into the query parameter `ticket` of that one request within a minute.',
    tag: 'identity',
    role: 'viewer',
    // What the ticket opens leaves a row itself.
    audit: false,
    crossTenant: true,
    body: z.strictObject({ operation_id: z.string().max(100).meta({ description: 'operationId of the route to open' }) }),
    responses: {
      201: { description: 'The ticket', schema: ticketSchema },
      400: { description: 'This route takes no ticket', schema: problemSchema },
    },
  }),
  listApiKeys: route({
    method: 'get',
    path: '/api/api-keys',
    operationId: 'listApiKeys',
    summary: 'API keys, newest first',
    tag: 'identity',
    role: 'admin',
    responses: { 200: { description: 'The keys', schema: z.object({ items: z.array(apiKeySchema) }) } },
  }),
  createApiKey: route({
    method: 'post',
    path: '/api/api-keys',
    operationId: 'createApiKey',
    summary: 'Make an API key',
    tag: 'identity',
    role: 'admin',
    audit: { fields: ['name', 'role', 'expires_in_days', 'privacy_role'] },
    body: newApiKeySchema,
    responses: {
      201: { description: 'The key, shown once', schema: apiKeyCreatedSchema },
      409: { description: 'There are too many keys', schema: problemSchema },
    },
  }),
  revokeApiKey: route({
    method: 'delete',
    path: '/api/api-keys/{id}',
    operationId: 'revokeApiKey',
    summary: 'Revoke an API key at once',
    tag: 'identity',
    role: 'admin',
    params: idParam,
    responses: { 204: { description: 'It is refused from now on' }, 404: { description: 'No such key', schema: problemSchema } },
  }),
};
