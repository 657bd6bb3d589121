import { z } from 'zod';
import { problemSchema } from './errors';
import { fetchedSourceSchema, instantSchema, tenantIdSchema } from './primitives';
import { route } from './route';
import { workingTimeSchema } from './rule-condition';
import { notificationDefaultsSchema, tenantPrivacySchema } from './tenant-settings';
import { brandingSchema } from './branding';

const intervalSchema = z
  .number()
  .min(0.05)
  .max(1440)
  .nullable()
  .meta({ description: 'Minutes between fetches; null: FETCH_INTERVAL_MINUTES' });
const retentionSchema = z
  .number()
  .int()
  .min(0)
  .max(36_500)
  .nullable()
  .meta({ description: 'Days that events are kept; 0: for ever; null: RETENTION_DAYS' });
const sourcesSchema = z.array(fetchedSourceSchema).min(1).max(4).nullable().meta({ description: 'What is fetched; null: SOURCES' });
const workingSchema = workingTimeSchema
  .nullable()
  .meta({ description: 'Working time for after_hours; null: Monday to Friday, 9 to 17, UTC' });
const nameSchema = z.string().trim().min(1).max(200);

/** A tenant that is collected. Secrets go in and never come out. */
export const tenantSchema = z
  .object({
    tenant_id: tenantIdSchema,
    name: z.string(),
    enabled: z.boolean().meta({ description: 'false: nothing is fetched and nobody of it may sign in; what is stored stays' }),
    origin: z.enum(['environment', 'registered']).meta({ description: 'environment: TENANT_ID, with credentials from the environment' }),
    client_id: z.string().nullable(),
    has_secret: z.boolean().meta({ description: 'There is a client secret, or a certificate with its key' }),
    certificate: z
      .object({ thumbprint: z.string().meta({ description: 'SHA-256, base64url' }), expires_at: instantSchema })
      .optional()
      .meta({ description: 'The certificate that takes the place of a client secret; absent when there is none' }),
    sources: sourcesSchema,
    interval_minutes: intervalSchema,
    retention_days: retentionSchema,
    working_time: workingSchema,
    privacy: tenantPrivacySchema,
    notification_defaults: notificationDefaultsSchema,
    branding: brandingSchema,
    created_at: instantSchema,
  })
  .meta({ id: 'Tenant' });
export type TenantAnswer = z.infer<typeof tenantSchema>;

const pem = (description: string) => z.string().trim().min(1).max(20_000).optional().meta({ description });
const credentialsSchema = z
  .strictObject({
    client_id: z.guid().meta({ description: 'Application (client) id of the app registration' }),
    client_secret: z
      .string()
      .trim()
      .min(1)
      .max(1000)
      .optional()
      .meta({ description: 'Value of the secret; sealed under ENCRYPTION_KEY, never returned' }),
    certificate_pem: pem('Instead of a secret: certificate that is registered with the application'),
    private_key_pem: pem('Its RSA key, without password; sealed under ENCRYPTION_KEY, never returned'),
  })
  .refine(
    ({ client_secret: secret, certificate_pem: certificate, private_key_pem: key }) =>
      secret === undefined ? certificate !== undefined && key !== undefined : certificate === undefined && key === undefined,
    'give either client_secret, or certificate_pem and private_key_pem',
  );
export type TenantCredentialsInput = z.infer<typeof credentialsSchema>;
const settings = {
  name: nameSchema,
  enabled: z.boolean(),
  credentials: credentialsSchema.nullable(),
  sources: sourcesSchema,
  interval_minutes: intervalSchema,
  retention_days: retentionSchema,
  working_time: workingSchema,
  privacy: tenantPrivacySchema,
  notification_defaults: notificationDefaultsSchema,
  branding: brandingSchema,
};
export const newTenantSchema = z
  .strictObject(settings)
  .partial()
  .extend({ tenant_id: tenantIdSchema.refine((id) => id !== 'default', 'must be a tenant GUID in lower case'), name: nameSchema })
  .meta({ id: 'NewTenant' });
export type NewTenant = z.infer<typeof newTenantSchema>;
export const tenantChangeSchema = z.strictObject(settings).partial().meta({ id: 'TenantChange' });
export type TenantChange = z.infer<typeof tenantChangeSchema>;

export const onboardingSchema = z
  .object({
    consent_url: z
      .string()
      .nullable()
      .meta({ description: 'Where an administrator of the tenant grants the permissions; null without a client id' }),
    ready: z.boolean().meta({ description: 'Every source can be read' }),
    warnings: z.array(z.string()).meta({ description: 'What should be done although sources can be read, such as renewing a certificate' }),
    checks: z.array(
      z.object({
        source: fetchedSourceSchema,
        ok: z.boolean(),
        detail: z.string().meta({ description: 'What is wrong and what to do about it' }),
      }),
    ),
  })
  .meta({ id: 'Onboarding' });
export type Onboarding = z.infer<typeof onboardingSchema>;

export const erasureSchema = z
  .object({
    tenant_id: tenantIdSchema,
    erased_at: instantSchema,
    erased: z.record(z.string(), z.number().int()).meta({ description: 'Deleted documents by collection' }),
    remaining: z.number().int().meta({ description: 'Documents of the tenant found afterwards in all collections: 0 when all is gone' }),
  })
  .meta({ id: 'Erasure' });
export type Erasure = z.infer<typeof erasureSchema>;

const params = z.object({ id: tenantIdSchema });
const notFound = { description: 'No such tenant', schema: problemSchema };
const one = { description: 'The tenant', schema: tenantSchema };
const licence = { description: 'More than one tenant needs a licence', schema: problemSchema };

/** What the audit trail says of these is that they were set. */
const SETTINGS_BY_NAME = ['credentials', 'sources', 'interval_minutes', 'working_time', 'notification_defaults', 'branding'];

export const tenantRoutes = {
  listTenants: route({
    method: 'get',
    path: '/api/tenants',
    operationId: 'listTenants',
    summary: 'Tenants that the caller may manage, by name',
    tag: 'tenants',
    role: 'admin',
    responses: { 200: { description: 'The tenants', schema: z.object({ items: z.array(tenantSchema) }) } },
  }),
  createTenant: route({
    method: 'post',
    path: '/api/tenants',
    operationId: 'createTenant',
    summary: 'Register another tenant',
    tag: 'tenants',
    role: 'msp_admin',
    audit: { fields: ['tenant_id', 'name', 'enabled', 'retention_days', 'privacy'], names: SETTINGS_BY_NAME },
    body: newTenantSchema,
    responses: {
      201: one,
      402: licence,
      409: { description: 'It is registered already, or there is no key for its secret', schema: problemSchema },
    },
  }),
  getTenant: route({
    method: 'get',
    path: '/api/tenants/{id}',
    operationId: 'getTenant',
    summary: 'One tenant',
    tag: 'tenants',
    role: 'admin',
    params,
    responses: { 200: one, 404: notFound },
  }),
  changeTenant: route({
    method: 'patch',
    path: '/api/tenants/{id}',
    operationId: 'changeTenant',
    summary: 'Change settings or credentials',
    tag: 'tenants',
    role: 'admin',
    audit: { fields: ['name', 'enabled', 'retention_days', 'privacy'], names: SETTINGS_BY_NAME },
    params,
    body: tenantChangeSchema,
    responses: {
      200: one,
      403: { description: 'Who holds no privacy role of the tenant may not have less of it hidden', schema: problemSchema },
      404: notFound,
      409: { description: 'Set by the environment, or there is no key for its secret', schema: problemSchema },
    },
  }),
  checkTenant: route({
    method: 'get',
    path: '/api/tenants/{id}/onboarding',
    operationId: 'checkTenant',
    summary: 'Whether each source can be read, and what to do',
    description: 'Asks Microsoft for the last hour of each source with the credentials of the tenant. Nothing is stored.',
    tag: 'tenants',
    role: 'admin',
    heavy: true,
    params,
    responses: { 200: { description: 'The verdicts', schema: onboardingSchema }, 404: notFound },
  }),
  eraseTenant: route({
    method: 'post',
    path: '/api/tenants/{id}/erase',
    operationId: 'eraseTenant',
    summary: 'Delete everything that is stored of a disabled tenant',
    description:
      'Cannot be undone: export first. `confirm` repeats the tenant id. The answer says what was deleted and what was found afterwards.',
    tag: 'tenants',
    role: 'msp_admin',
    heavy: true,
    params,
    body: z.strictObject({ confirm: z.string() }),
    responses: {
      200: { description: 'What was deleted', schema: erasureSchema },
      404: notFound,
      409: { description: 'It is still enabled, or not confirmed', schema: problemSchema },
    },
  }),
};
