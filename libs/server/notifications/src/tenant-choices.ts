import type { Branding, NotificationDefaults, TenantId } from '@aoc/contracts';
import type { Config } from '@aoc/server/config';
import type { PrivacyPolicy } from '@aoc/server/context';
import type { Connection } from '@aoc/server/mongo';
import { configuredTenant, TenantPrivacy, TenantRepository } from '@aoc/server/tenants';

/** What a tenant chose for its messages. */
export interface TenantChoices {
  /** Details of events that it hides are left out of messages: nobody knows who reads a channel. */
  policy: PrivacyPolicy;
  defaults: NotificationDefaults | null;
  branding: Branding | null;
  /** Of a registered tenant: a provider's channels get messages of several. Null for the tenant of the environment. */
  name: string | null;
}

/** Reads the choices of a tenant anew each time: a message is sent seldom, and should be right. */
export function tenantChoices(connection: Connection, config: Config): (id: TenantId) => Promise<TenantChoices> {
  const tenants = new TenantRepository(connection);
  const privacy = new TenantPrivacy(config, tenants);
  const own = configuredTenant(config).id;
  return async (id) => {
    const tenant = await tenants.find(id);
    return {
      policy: privacy.settingsOf(tenant?.privacy ?? null).policy,
      defaults: tenant?.notificationDefaults ?? null,
      branding: tenant?.branding ?? null,
      name: tenant && id !== own ? tenant.name : null,
    };
  };
}
