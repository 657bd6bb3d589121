import type { TenantId } from '@aoc/contracts';
import { createMicrosoftClient, type MicrosoftClient, type MicrosoftClientOptions, type TenantCredentials } from '@aoc/microsoft';
import type { Config } from '@aoc/server/config';
import type { SecretBox } from '@aoc/server/secrets';
import { LRUCache } from 'lru-cache';
import { credentialsOf } from './registry';
import { resealCredentials } from './tenant-credentials';
import type { Tenant, TenantRepository } from './tenant.repository';

/** Clients that are kept open: more than a process uses at the same time, so that none is closed while it is used. */
const MAX_CLIENTS = 256;
const GONE = 'The tenant is gone, or has no credentials any more.';

interface Parts {
  config: Config;
  tenants: TenantRepository;
  secrets: SecretBox;
  /** Told when credentials were sealed anew under the present key. */
  onResealed?(id: TenantId): Promise<void>;
}

/** Clients of Microsoft's APIs, one for each tenant that is read. */
export interface MicrosoftClients {
  /** Client of a tenant; null when there are no credentials for it. @throws SecretError when its secret does not open */
  clientOf(tenant: Tenant): MicrosoftClient | null;
  /** Whether there are credentials for a tenant, without opening a client. @throws SecretError when its secret does not open */
  isReadable(tenant: Tenant): boolean;
  closeClients(): Promise<void>;
}

export function microsoftClients(
  { config, tenants, secrets, onResealed }: Parts,
  options: Omit<MicrosoftClientOptions, 'endpoints' | 'credentials'>,
): MicrosoftClients {
  const endpoints = { loginUrl: config.LOGIN_URL, graphUrl: config.GRAPH_URL, managementUrl: config.MANAGEMENT_URL };
  const clients = new LRUCache<TenantId, MicrosoftClient>({ max: MAX_CLIENTS, dispose: (client) => void client.close() });
  /** Read again for each new token, so that changed credentials are used without a restart. */
  const fresh = async (id: TenantId): Promise<TenantCredentials> => {
    const tenant = await tenants.find(id);
    const credentials = tenant && credentialsOf(config, secrets, tenant);
    if (!credentials) throw new Error(GONE);
    if (await resealCredentials(tenants, secrets, tenant)) await onResealed?.(id);
    return credentials;
  };
  return {
    clientOf(tenant) {
      if (!credentialsOf(config, secrets, tenant)) return null;
      const known = clients.get(tenant.id);
      if (known) return known;
      const client = createMicrosoftClient({ ...options, endpoints, credentials: () => fresh(tenant.id) });
      clients.set(tenant.id, client);
      return client;
    },
    isReadable: (tenant) => credentialsOf(config, secrets, tenant) !== null,
    closeClients: async () => {
      await Promise.allSettled([...clients.values()].map((client) => client.close()));
    },
  };
}
