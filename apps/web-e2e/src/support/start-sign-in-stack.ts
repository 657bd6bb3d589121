import { testDatabase, testRedisUrl } from '@aoc/testing';
import { startSimulator, type SimulatedTenant, type SimulatorControl } from '@aoc/tools/microsoft-simulator';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLicensedApi } from './start-licensed-api';
import { freePort, startProduct } from './start-product';

/** The whole product with sign-in, beside a simulated Entra that speaks HTTPS. */
export interface SignInStack {
  baseUrl: string;
  /** The same product under a licence for several tenants: another API on the same database and queue. */
  licensedUrl: string;
  loginUrl: string;
  simulator: SimulatorControl;
  tenant: SimulatedTenant;
  /** Of a customer; nobody has registered it. */
  customer: SimulatedTenant;
  /** Arguments with which Chromium takes the certificate of the simulated Entra, and no other that it does not know. */
  browserArgs: string[];
  stop(): Promise<void>;
}

/** Sign-in as in production: who holds no app role has no access. The simulated clock runs, as tokens are checked against the real one. */
export async function startSignInStack(): Promise<SignInStack> {
  const [database, port, licensedPort, dataDir] = await Promise.all([
    testDatabase('sign_in_e2e'),
    freePort(),
    freePort(),
    mkdtemp(path.join(tmpdir(), 'aoc-sign-in-')),
  ]);
  const [baseUrl, licensedUrl] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${licensedPort}`];
  const simulator = await startSimulator({
    seed: 12,
    https: true,
    tenants: [
      {
        seed: 12,
        events: 400,
        latencyScale: 0,
        registration: { redirect_uris: [baseUrl, `${baseUrl}/`, licensedUrl, `${licensedUrl}/`] },
      },
      { seed: 13, events: 60, days: 1, latencyScale: 0, company: { users: 4 } },
    ],
  });
  const [tenant, customer] = simulator.control.tenants;
  if (!tenant || !customer || !simulator.tls) throw new Error('the simulator has no tenant or no HTTPS');
  const settings = {
    MONGO_URI: database.uri,
    DB_NAME: database.dbName,
    REDIS_URL: testRedisUrl(),
    QUEUE_PREFIX: `sign_in_e2e_${randomBytes(4).toString('hex')}`,
    TENANT_ID: tenant.tenantId,
    CLIENT_ID: tenant.clientId,
    CLIENT_SECRET: tenant.clientSecret,
    LOGIN_URL: simulator.loginUrl,
    GRAPH_URL: simulator.graphUrl,
    MANAGEMENT_URL: simulator.managementUrl,
    NODE_EXTRA_CA_CERTS: simulator.tls.caFile,
    AUTH_ENABLED: 'true',
    AUTH_TENANT_ID: tenant.tenantId,
    AUTH_CLIENT_ID: tenant.registration.client_id,
    AUTH_DEFAULT_ROLE: 'none',
    ALERTS_ENABLED: 'true',
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  };
  const product = startProduct(port, dataDir, settings);
  await product.ready();
  const licensed = await startLicensedApi(licensedPort, settings);
  return {
    baseUrl,
    licensedUrl,
    loginUrl: simulator.loginUrl,
    simulator: simulator.control,
    tenant,
    customer,
    browserArgs: [`--ignore-certificate-errors-spki-list=${simulator.tls.spkiHash}`],
    async stop() {
      await licensed.stop();
      await product.stop();
      await simulator.stop();
      await database.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
