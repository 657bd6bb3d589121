import { tenantIdSchema, type TenantId } from '@aoc/contracts';
import type { Config } from '@aoc/server/config';
import type { TenantRepository } from './tenant.repository';

/** What is needed to read a tenant from Microsoft. */
export interface TenantCredentials {
  tenantId: string;
  clientId: string;
  clientSecret: string;
}

/** Gives the credentials of a tenant; null when there are none. */
export interface CredentialsProvider {
  credentialsFor(tenantId: TenantId): TenantCredentials | null;
}

type TenantSettings = Pick<Config, 'TENANT_ID' | 'CLIENT_ID' | 'CLIENT_SECRET' | 'TENANT_NAME'>;

/** Tenant of this installation: that of the environment, or `default` when none is configured. */
export function configuredTenant(config: TenantSettings): { id: TenantId; name: string } {
  const id = tenantIdSchema.parse(config.TENANT_ID === '' ? 'default' : config.TENANT_ID.toLowerCase());
  return { id, name: config.TENANT_NAME || (id === 'default' ? 'Default tenant' : id) };
}

/** Credentials from the environment; they are never stored. */
export function environmentCredentials(config: TenantSettings): CredentialsProvider {
  const own = configuredTenant(config);
  return {
    credentialsFor: (tenantId) =>
      tenantId === own.id && config.CLIENT_ID !== '' && config.CLIENT_SECRET !== ''
        ? { tenantId: config.TENANT_ID, clientId: config.CLIENT_ID, clientSecret: config.CLIENT_SECRET }
        : null,
  };
}

/** Puts the tenant of the environment on the list; called at start by every process. */
export async function registerConfiguredTenant(tenants: TenantRepository, config: TenantSettings, now: Date): Promise<TenantId> {
  const tenant = configuredTenant(config);
  await tenants.register(tenant, now);
  return tenant.id;
}
