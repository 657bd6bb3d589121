import { tenantIdSchema, type TenantId } from '@aoc/contracts';
import type { Config } from '@aoc/server/config';
import type { SecretBox } from '@aoc/server/secrets';
import { openClientSecret } from './manage-tenants';
import type { Tenant, TenantRepository } from './tenant.repository';

/** What is needed to read a tenant from Microsoft. */
export interface TenantCredentials {
  tenantId: string;
  clientId: string;
  clientSecret: string;
}

type EnvironmentSettings = Pick<Config, 'TENANT_ID' | 'CLIENT_ID' | 'CLIENT_SECRET' | 'TENANT_NAME'>;

/** Tenant of this installation: that of the environment, or `default` when none is configured. */
export function configuredTenant(config: EnvironmentSettings): { id: TenantId; name: string } {
  const id = tenantIdSchema.parse(config.TENANT_ID === '' ? 'default' : config.TENANT_ID.toLowerCase());
  return { id, name: config.TENANT_NAME || (id === 'default' ? 'Default tenant' : id) };
}

/**
 * Credentials of a tenant: of the configured one from the environment, of others from the list; null when there are none.
 * @throws SecretError when the stored secret does not open
 */
export function credentialsOf(config: EnvironmentSettings, secrets: SecretBox, tenant: Tenant): TenantCredentials | null {
  if (tenant.id === configuredTenant(config).id)
    return config.CLIENT_ID !== '' && config.CLIENT_SECRET !== ''
      ? { tenantId: config.TENANT_ID, clientId: config.CLIENT_ID, clientSecret: config.CLIENT_SECRET }
      : null;
  const clientSecret = openClientSecret(secrets, tenant);
  return tenant.clientId === null || clientSecret === null ? null : { tenantId: tenant.id, clientId: tenant.clientId, clientSecret };
}

/** Puts the tenant of the environment on the list; called at start by every process. */
export async function registerConfiguredTenant(tenants: TenantRepository, config: EnvironmentSettings, now: Date): Promise<TenantId> {
  const tenant = configuredTenant(config);
  await tenants.register(tenant, now);
  return tenant.id;
}
