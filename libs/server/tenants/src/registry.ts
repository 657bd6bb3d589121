import { tenantIdSchema, type TenantId } from '@aoc/contracts';
import type { TenantCredentials } from '@aoc/microsoft';
import type { Config } from '@aoc/server/config';
import type { SecretBox } from '@aoc/server/secrets';
import { environmentCertificateFacts, environmentCredentials, openCredentials } from './tenant-credentials';
import type { TenantRegistry } from './manage-tenants';
import type { Tenant, TenantRepository } from './tenant.repository';

type EnvironmentSettings = Pick<Config, 'TENANT_ID' | 'TENANT_NAME'>;
type CredentialSettings = EnvironmentSettings & Parameters<typeof environmentCredentials>[0];

/** Tenant of this installation: that of the environment, or `default` when none is configured. */
export function configuredTenant(config: EnvironmentSettings): { id: TenantId; name: string } {
  const id = tenantIdSchema.parse(config.TENANT_ID === '' ? 'default' : config.TENANT_ID.toLowerCase());
  return { id, name: config.TENANT_NAME || (id === 'default' ? 'Default tenant' : id) };
}

/**
 * Credentials of a tenant: of the configured one from the environment, of others from the list; null when there are none.
 * @throws SecretError when the stored secret does not open
 */
export function credentialsOf(config: CredentialSettings, secrets: SecretBox, tenant: Tenant): TenantCredentials | null {
  return tenant.id === configuredTenant(config).id ? environmentCredentials(config) : openCredentials(secrets, tenant);
}

/** What is shown of the tenant of the environment. */
export const configuredRegistration = (config: CredentialSettings): TenantRegistry['configured'] => ({
  id: configuredTenant(config).id,
  clientId: config.CLIENT_ID,
  hasSecret: config.CLIENT_SECRET !== '',
  certificate: environmentCertificateFacts(config),
});

/** Puts the tenant of the environment on the list; called at start by every process. */
export async function registerConfiguredTenant(tenants: TenantRepository, config: EnvironmentSettings, now: Date): Promise<TenantId> {
  const tenant = configuredTenant(config);
  await tenants.register(tenant, now);
  return tenant.id;
}
