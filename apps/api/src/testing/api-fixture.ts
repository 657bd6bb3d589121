import { tenantIdSchema, type TenantId } from '@aoc/contracts';
import { parseConfig } from '@aoc/server/config';
import { systemContext, type TenantContext } from '@aoc/server/context';
import { allCollections, storeRecords } from '@aoc/server/ingestion';
import type { Licence } from '@aoc/server/licence';
import { ensureIndexes, recordSchemaVersion } from '@aoc/server/mongo';
import { createLogger } from '@aoc/server/observability';
import { testDatabase, testRedisUrl, type TestDatabase } from '@aoc/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomBytes } from 'node:crypto';
import { createApp } from '../app/create-app';
import type { ApiDependencies } from '../app/dependencies';
import { openDependencies } from '../start/open-dependencies';
import { apiClient, type ApiClient } from './api-client';

export const TENANT: TenantId = tenantIdSchema.parse('aaaaaaaa-0000-4000-8000-00000000000a');
export const OTHER_TENANT: TenantId = tenantIdSchema.parse('bbbbbbbb-0000-4000-8000-00000000000b');

export interface ApiFixture {
  app: NestFastifyApplication;
  deps: ApiDependencies;
  database: TestDatabase;
  /** `http://127.0.0.1:<port>` */
  url: string;
  client: ApiClient;
  /** Lines of the log so far, as JSON. */
  log: string[];
  /** Stores records of the directory source, as a fetch would. */
  seed(records: readonly unknown[], tenant?: TenantId): Promise<void>;
  context(tenant?: TenantId): TenantContext;
  stop(): Promise<void>;
}

interface FixtureOptions {
  /** Settings beyond those of the test services. */
  env?: Record<string, string>;
  /** A licence in place of that of LICENSE_KEY. */
  licence?: Licence;
  /** A database that exists already, for a second API on it. */
  database?: TestDatabase;
}

/** An API of its own on a port of its own, with the real database and queue. */
export async function apiFixture(label: string, { env = {}, database: shared, licence }: FixtureOptions = {}): Promise<ApiFixture> {
  const database = shared ?? (await testDatabase(label));
  if (!shared) {
    await ensureIndexes(database.connection, allCollections);
    await recordSchemaVersion(database.connection, new Date());
  }
  const config = parseConfig({
    MONGO_URI: database.uri,
    DB_NAME: database.dbName,
    REDIS_URL: testRedisUrl(),
    QUEUE_PREFIX: `${label}_${randomBytes(4).toString('hex')}`,
    TENANT_ID: TENANT,
    CLIENT_ID: '4c2a9a5e-1b7d-4a58-8a56-7a3f0a2b9c10',
    CLIENT_SECRET: 'not-a-real-secret',
    ...env,
  });
  const log: string[] = [];
  const logger = createLogger('api', 'info', { write: (line: string) => void log.push(line) });
  const deps = await openDependencies(config, logger, '0.0.0-test', licence ? { licence } : {});
  const app = await createApp(deps);
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const context = (tenant = TENANT) => systemContext(tenant, 'seed');
  return {
    app,
    deps,
    database,
    url,
    client: apiClient(url),
    log,
    context,
    async seed(records, tenant) {
      const page = { source: 'directory' as const, records, broken: [], location: (index: number) => `seed #${index}` };
      const result = await storeRecords(context(tenant), deps.ingestion, page);
      if (result.stored !== records.length) throw new Error(`stored ${result.stored} of ${records.length} records`);
    },
    async stop() {
      await app.close();
      await Promise.all(Object.values(deps.queue.queues).map((queue) => queue.obliterate({ force: true })));
      await deps.queue.close();
      deps.live.close();
      await deps.closeClients();
      deps.valkey.disconnect();
      await deps.connection.close();
      if (!shared) await database.stop();
    },
  };
}
