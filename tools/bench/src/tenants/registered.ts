import { tenantIdSchema, type TenantId } from '@aoc/contracts';
import { systemContext } from '@aoc/server/context';
import type { Connection } from '@aoc/server/mongo';
import { secretBox } from '@aoc/server/secrets';
import { createTenant, TenantPrivacy, TenantRepository, type TenantRegistry } from '@aoc/server/tenants';
import { startSimulator, type Simulator } from '@aoc/tools/microsoft-simulator';

const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, '0');
export const tenantIdOf = (n: number): TenantId => tenantIdSchema.parse(`b0000000-0000-4000-8000-${hex(n, 12)}`);
const clientIdOf = (n: number): string => `c0000000-0000-4000-8000-${hex(n, 12)}`;
const secretOf = (n: number): string => `secret-${n}`;

/** So many small companies. */
export const simulateTenants = (count: number): Promise<Simulator> =>
  startSimulator({
    seed: 4,
    tenants: Array.from({ length: count }, (_, n) => ({
      tenantId: tenantIdOf(n),
      clientId: clientIdOf(n),
      clientSecret: secretOf(n),
      events: 20,
      days: 1,
      stories: false,
      company: { users: 3 },
      accounts: [],
    })),
  });

/** Registers them as the API does, each with its sealed secret and one source. */
export async function registerTenants(connection: Connection, encryptionKey: string, count: number): Promise<void> {
  const tenants = new TenantRepository(connection);
  const registry: TenantRegistry = {
    tenants,
    privacy: new TenantPrivacy({ PRIVACY_SERVICES: [], PRIVACY_SENSITIVE_OPERATIONS: [], PRIVACY_SERVICE_ROLES: [] }, tenants),
    secrets: secretBox({ current: encryptionKey }),
    configured: { id: tenantIdSchema.parse('default'), clientId: '', hasSecret: false, certificate: null },
    isMultiTenant: () => true,
    requireMultiTenant: () => undefined,
    allowTenants: () => undefined,
  };
  const ctx = { ...systemContext(tenantIdOf(0), 'bench'), role: 'msp_admin' as const };
  const register = (n: number) =>
    createTenant(ctx, registry, {
      tenant_id: tenantIdOf(n),
      name: `Company ${n}`,
      credentials: { client_id: clientIdOf(n), client_secret: secretOf(n) },
      sources: ['directory'],
    });
  for (let from = 0; from < count; from += 20)
    await Promise.all(Array.from({ length: Math.min(20, count - from) }, (_, n) => register(from + n)));
}
