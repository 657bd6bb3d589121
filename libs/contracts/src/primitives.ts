import { z } from 'zod';

/** A whole number in a query string: decimal digits only, so that nothing else is read as a number. */
export const wholeNumberParam = (min: number, max: number, message = `must be a whole number from ${min} to ${max}`) =>
  z
    .unknown()
    .transform((given, context) => {
      const text = typeof given === 'string' || typeof given === 'number' ? String(given) : '';
      const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
      if (value >= min && value <= max) return value;
      context.addIssue({ code: 'custom', message: Array.isArray(given) ? 'must be given once' : message });
      return z.NEVER;
    })
    .meta({ type: 'integer', minimum: min, maximum: max });

/** Entra tenant GUID in lower case, or `default` for a single-tenant install without one. */
export const tenantIdSchema = z
  .string()
  .regex(/^(default|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/, 'must be a tenant GUID in lower case, or "default"')
  .brand<'TenantId'>()
  .meta({ description: 'Entra tenant id (GUID, lower case), or "default"', examples: ['9f1c3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c11'] });
export type TenantId = z.infer<typeof tenantIdSchema>;

/**
 * Where the provider keeps what is not one tenant's: it stands in the place of a tenant id and is none, so that no request can name it
 * and no tenant can have it.
 */
export const providerScopeSchema = z.literal('provider').brand<'TenantId'>();
export const PROVIDER_SCOPE: TenantId = providerScopeSchema.parse('provider');

/** Instant on the wire: ISO 8601 in UTC with `Z` and milliseconds, e.g. `2026-01-31T08:15:00.000Z`. */
export const instantSchema = z.iso.datetime({ precision: 3 }).meta({ description: 'ISO 8601 UTC with milliseconds' });

/** Where a record was read from. */
export const sourceSchema = z.enum(['directory', 'signin', 'intune', 'unified', 'import']);
export type Source = z.infer<typeof sourceSchema>;

/** Sources that are fetched from Microsoft on a schedule. */
export const fetchedSourceSchema = z.enum(['directory', 'signin', 'intune', 'unified']);
export type FetchedSource = z.infer<typeof fetchedSourceSchema>;

/** Content types of the Management Activity API, each with its own coverage. */
export const contentTypeSchema = z.enum(['Audit.AzureActiveDirectory', 'Audit.Exchange', 'Audit.SharePoint', 'Audit.General', 'DLP.All']);
export type ContentType = z.infer<typeof contentTypeSchema>;

export const jsonObjectSchema = z.record(z.string(), z.unknown());
export type JsonObject = Record<string, unknown>;
