import { memoryThrottleGate } from '@aoc/microsoft';
import type { Config } from '@aoc/server/config';
import { systemClock } from '@aoc/server/context';
import { groupsThatCount, LeftOutGroups } from '@aoc/server/identity';
import type { Logger } from '@aoc/server/observability';
import { configuredTenant, microsoftClients, type TenantRegistry } from '@aoc/server/tenants';

/** Somebody waits for the answer. The waits that collection keeps are not kept here: they are of other services, and may last an hour. */
const LIMITS = { maxAttempts: 2, maxWaitMs: 1000, requestTimeoutMs: 4000, bodyTimeoutMs: 4000 };

/** Looks up the groups of people whose tokens leave them out, with the credentials of their own tenant. */
export function openGroups(config: Config, registry: TenantRegistry, logger: Pick<Logger, 'warn'>) {
  const clients = microsoftClients({ config, ...registry }, { ...LIMITS, gate: memoryThrottleGate(), clock: systemClock });
  const groups = new LeftOutGroups({
    wantedOf: async (id) => {
      const tenant = id === config.AUTH_TENANT_ID.toLowerCase() ? configuredTenant(config).id : id;
      const settings = await registry.privacy.of([tenant]);
      return groupsThatCount(config, settings.get(tenant)?.roles ?? []);
    },
    clock: systemClock,
    clientOf: async (id) => {
      const tenant = await registry.tenants.find(id);
      return tenant && clients.clientOf(tenant);
    },
    onProblem: ({ error, ...problem }) => logger.warn({ ...problem, err: error }, 'the groups of somebody cannot be looked up'),
  });
  return { groups, closeClients: () => clients.closeClients() };
}
