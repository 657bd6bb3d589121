import { allRoutes, tenantIdSchema } from '@aoc/contracts';
import { TenantRepository } from '@aoc/server/tenants';
import { startSimulator, type Simulator } from '@aoc/tools/microsoft-simulator';
import { randomBytes } from 'node:crypto';
import type { CallInput } from './api-client';
import { apiFixture, OTHER_TENANT, TENANT, type ApiFixture } from './api-fixture';

export const HOME = 'cccccccc-0000-4000-8000-00000000000c';
export const THIRD = tenantIdSchema.parse('dddddddd-0000-4000-8000-00000000000d');
export const CLIENT = '7e1f0a52-3c0e-4e0d-9f6e-5d1f3f0a9b21';
/** App registration and secret of the customer. */
export const APP = '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1';
export const SECRET = 'ZZ-secret-of-the-customer';

type Headers = Pick<CallInput, 'headers'>;

/** An installation with a licence for two tenants, whose people sign in with a simulated Entra; one customer can be registered. */
export interface TenantsFixture {
  api: ApiFixture;
  simulator: Simulator;
  /** Somebody of a tenant, of the provider's by default, with an app role there. */
  as(role: string, tenant?: string): Headers;
  msp(): Headers;
  inTenant(input: Headers, tenant: string): Headers;
  register(more?: Record<string, unknown>): ReturnType<ApiFixture['client']['ok']>;
  /** Takes away the tenants that a test registered. */
  forget(): Promise<void>;
  stop(): Promise<void>;
}

export async function tenantsFixture(label: string): Promise<TenantsFixture> {
  const few = { events: 40, days: 1, company: { users: 3 } };
  const simulator = await startSimulator({
    seed: 6,
    tenants: [
      { ...few, tenantId: TENANT },
      { ...few, tenantId: OTHER_TENANT, clientId: APP, clientSecret: SECRET },
      { ...few, tenantId: HOME },
    ],
  });
  const claims = {
    sub: 'Provider',
    jti: '1',
    plan: 'msp',
    features: ['multi_tenant'],
    max_tenants: 2,
    exp: Math.floor(Date.now() / 1000) + 3600,
  };
  const api = await apiFixture(label, {
    licence: { kind: 'signed', claims },
    env: {
      AUTH_ENABLED: 'true',
      AUTH_TENANT_ID: HOME,
      AUTH_CLIENT_ID: CLIENT,
      LOGIN_URL: simulator.loginUrl,
      GRAPH_URL: simulator.graphUrl,
      MANAGEMENT_URL: simulator.managementUrl,
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    },
  });
  const as = (role: string, tenant: string = HOME): Headers => {
    const token = { aud: CLIENT, oid: THIRD, sub: 's', scp: 'access', name: role, preferred_username: 'x@example.com', roles: [role] };
    return { headers: { authorization: `Bearer ${simulator.control.mintToken(tenant, token)}` } };
  };
  const msp = (): Headers => as('AOC.MspAdmin');
  return {
    api,
    simulator,
    as,
    msp,
    inTenant: (input, tenant) => ({ headers: { ...input.headers, 'x-aoc-tenant': tenant } }),
    register: (more = {}) =>
      api.client.ok(allRoutes.createTenant, {
        body: { tenant_id: OTHER_TENANT, name: 'Customer', credentials: { client_id: APP, client_secret: SECRET }, ...more },
        ...msp(),
      }),
    async forget() {
      const tenants = new TenantRepository(api.database.connection);
      for (const id of [OTHER_TENANT, THIRD]) await tenants.remove(id);
    },
    async stop() {
      await api.stop();
      await simulator.stop();
    },
  };
}
