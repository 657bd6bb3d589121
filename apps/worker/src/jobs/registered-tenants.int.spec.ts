import { tenantIdSchema, type TenantId } from '@aoc/contracts';
import { parseConfig } from '@aoc/server/config';
import { systemContext } from '@aoc/server/context';
import { allCollections, requestFetch, sourceHealth } from '@aoc/server/ingestion';
import { ensureIndexes, recordSchemaVersion } from '@aoc/server/mongo';
import { createLogger } from '@aoc/server/observability';
import { changeTenant, createTenant, TenantPrivacy, TenantRepository, type TenantRegistry } from '@aoc/server/tenants';
import { jobs, queueWorker } from '@aoc/server/queues';
import { testDatabase, testRedisUrl, waitFor, type TestDatabase } from '@aoc/testing';
import { startSimulator, type Simulator } from '@aoc/tools/microsoft-simulator';
import { randomBytes, randomUUID } from 'node:crypto';
import { openDependencies, type WorkerDependencies } from '../start/dependencies';
import { fetchSource } from './fetch-source';
import { handlersOf } from './handlers';
import { scheduleFetches } from './schedule-fetches';

const FIRST = tenantIdSchema.parse('aaaaaaaa-1111-4000-8000-00000000000a');
const SECOND = tenantIdSchema.parse('bbbbbbbb-1111-4000-8000-00000000000b');
const CLIENTS = { [FIRST]: '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1', [SECOND]: '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f2' };
const secretOf = (id: TenantId): string => `secret of ${id}`;

describe('tenants of the list', () => {
  let simulator: Simulator;
  let database: TestDatabase;
  let deps: WorkerDependencies;
  let registry: TenantRegistry;
  const run = { id: '1', attempt: 1, last: true, signal: new AbortController().signal };
  beforeAll(async () => {
    const few = { events: 60, days: 1, company: { users: 4 } };
    simulator = await startSimulator({
      seed: 8,
      tenants: [FIRST, SECOND].map((tenantId) => ({ ...few, tenantId, clientId: CLIENTS[tenantId], clientSecret: secretOf(tenantId) })),
    });
    database = await testDatabase('registered_tenants');
    await ensureIndexes(database.connection, allCollections);
    await recordSchemaVersion(database.connection, new Date());
    const config = parseConfig({
      MONGO_URI: database.uri,
      DB_NAME: database.dbName,
      REDIS_URL: testRedisUrl(),
      QUEUE_PREFIX: `registered_${randomBytes(4).toString('hex')}`,
      LOGIN_URL: simulator.loginUrl,
      GRAPH_URL: simulator.graphUrl,
      MANAGEMENT_URL: simulator.managementUrl,
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    });
    deps = await openDependencies(config, createLogger('test', 'silent'));
    registry = {
      tenants: new TenantRepository(database.connection),
      privacy: new TenantPrivacy(config, new TenantRepository(database.connection)),
      secrets: deps.notifications.secrets,
      configured: { id: tenantIdSchema.parse('default'), clientId: '', hasSecret: false, certificate: null },
      isMultiTenant: () => true,
      requireMultiTenant: () => undefined,
      allowTenants: () => undefined,
    };
    const ctx = { ...systemContext(FIRST, 'test'), role: 'msp_admin' as const };
    for (const id of [FIRST, SECOND])
      await createTenant(ctx, registry, {
        tenant_id: id,
        name: id,
        credentials: { client_id: CLIENTS[id] ?? '', client_secret: secretOf(id) },
        ...(id === SECOND ? { sources: ['directory' as const], interval_minutes: 5 } : {}),
      });
  });
  afterAll(async () => {
    await deps.closeClients();
    await Promise.all(Object.values(deps.queue.queues).map((queue) => queue.obliterate({ force: true })));
    await deps.queue.close();
    deps.patient.disconnect();
    deps.valkey.disconnect();
    await deps.connection.close();
    await database.stop();
    await simulator.stop();
  });
  const close = async (one: WorkerDependencies): Promise<void> => {
    await one.closeClients();
    await one.queue.close();
    one.patient.disconnect();
    one.valkey.disconnect();
    await one.connection.close();
  };
  const waiting = async (): Promise<string[]> => {
    const all = await deps.queue.queues.fetch.getJobs();
    return all.map(({ data }) => `${data.tenant_id} ${data.source}`).toSorted();
  };
  const health = async (id: TenantId, source: string) =>
    (await sourceHealth(systemContext(id, 'test'), deps.ingestion)).find((one) => one.source === source);

  it('are scheduled with their own sources, each once, and not those without credentials or switched off', async () => {
    await registry.tenants.register({ id: tenantIdSchema.parse(randomUUID()), name: 'without credentials' }, new Date());
    await scheduleFetches(deps, run);
    await scheduleFetches(deps, run);
    const expected = [
      `${SECOND} directory`,
      ...['directory', 'intune', 'signin', 'unified'].map((source) => `${FIRST} ${source}`),
    ].toSorted();
    expect(await waiting()).toEqual(expected);
    await deps.queue.queues.fetch.obliterate({ force: true });
    await registry.tenants.update(FIRST, { enabled: false });
    await scheduleFetches(deps, run);
    expect(await waiting()).toEqual([`${SECOND} directory`]);
    await registry.tenants.update(FIRST, { enabled: true });
  });

  it('are so many that not all have a connection, and scheduling them closes none that is used', async () => {
    const first = await registry.tenants.find(FIRST);
    if (!first) throw new Error('the tenant is gone');
    const ids = Array.from({ length: 300 }, () => tenantIdSchema.parse(randomUUID()));
    const { id: _id, createdAt, ...settings } = first;
    const { clientSecret: _secret, ...shown } = settings;
    const sealed = (id: TenantId) => registry.secrets.seal('s', { purpose: 'tenant-client-secret', tenantId: id });
    const insert = (id: TenantId) => registry.tenants.insert(id, { ...shown, sources: ['intune'], clientSecret: sealed(id) }, createdAt);
    await Promise.all(ids.map(insert));
    const used = deps.clientOf(first);
    await scheduleFetches(deps, run);
    await scheduleFetches(deps, run);
    expect(deps.clientOf(first)).toBe(used);
    expect(await deps.queue.queues.fetch.getWaitingCount()).toBe(300 + 4 + 1);
    await Promise.all(ids.map((id) => registry.tenants.remove(id)));
    await deps.queue.queues.fetch.obliterate({ force: true });
  });

  it('are read with their own credentials, at their own interval', async () => {
    for (const id of [FIRST, SECOND]) await fetchSource(deps, { tenant_id: id, source: 'directory' }, run);
    const events = database.connection.db?.collection('events');
    const truth = (id: TenantId) => [...simulator.control.truth(id, { source: 'directory' })].length;
    for (const id of [FIRST, SECOND]) expect(await events?.countDocuments({ tenant_id: id, source: 'directory' })).toBe(truth(id));
    const rows = await database.connection.db?.collection('watermarks').find({ source: 'directory' }).toArray();
    const minutes = rows?.map((row) => [row.tenant_id, Math.round((row.next_attempt - row.last_attempt) / 60_000)]).toSorted();
    expect(minutes).toEqual([
      [FIRST, 60],
      [SECOND, 5],
    ]);
  });

  it('leave a row in the audit trail about the end of a fetch that somebody asked for, and none about those of the schedule', async () => {
    const ctx = systemContext(SECOND, 'test');
    const ingestion = { ...deps.ingestion, settings: { ...deps.ingestion.settings, sources: ['directory' as const] } };
    const target = await requestFetch(ctx, ingestion, deps.queue, { hours: 1 });
    const asked = { tenant_id: SECOND, source: 'directory' as const, hours: 1, run_id: target };
    await fetchSource(deps, asked, run);
    await fetchSource(deps, { tenant_id: SECOND, source: 'directory' }, run);
    const rows = await database.connection.db?.collection('audit_log').find({ tenant_id: SECOND }).toArray();
    expect(rows).toMatchObject([
      { actor: { id: 'system:worker' }, action: 'fetch-source', target, outcome: 'ok', detail: { source: 'directory', hours: 1 } },
    ]);
    await deps.queue.queues.fetch.obliterate({ force: true });
  });

  it('are read with a secret of the previous key, which is sealed anew under the present one', async () => {
    const key = randomBytes(32).toString('base64');
    const config = { ...deps.config, ENCRYPTION_KEY: key, ENCRYPTION_KEY_PREVIOUS: [deps.config.ENCRYPTION_KEY] };
    const later = await openDependencies(config, createLogger('test', 'silent'));
    const before = await registry.tenants.find(FIRST);
    try {
      await fetchSource(later, { tenant_id: FIRST, source: 'intune' }, run);
      expect(await health(FIRST, 'intune')).toMatchObject({ status: 'healthy' });
      const after = await registry.tenants.find(FIRST);
      expect(after?.clientSecret).not.toBe(before?.clientSecret);
      expect(later.notifications.secrets.isCurrent(after?.clientSecret ?? '')).toBe(true);
      await registry.tenants.update(FIRST, { clientSecret: before?.clientSecret ?? null });
      const rows = await database.connection.db?.collection('audit_log').find({ tenant_id: FIRST }).toArray();
      expect(rows).toMatchObject([{ actor: { id: 'system:worker' }, action: 'resealCredentials', target: FIRST, outcome: 'ok' }]);
    } finally {
      await close(later);
    }
  });

  it('are read with changed credentials without a restart, and one whose secret does not open keeps no other from its turn', async () => {
    const ctx = { ...systemContext(SECOND, 'test'), role: 'msp_admin' as const };
    await changeTenant(ctx, registry, SECOND, { credentials: { client_id: CLIENTS[SECOND] ?? '', client_secret: 'wrong' } });
    const fresh = await openDependencies(deps.config, createLogger('test', 'silent'));
    try {
      await fetchSource(fresh, { tenant_id: SECOND, source: 'directory' }, run);
      expect(await health(SECOND, 'directory')).toMatchObject({ status: 'bad_credentials' });
      await changeTenant(ctx, registry, SECOND, { credentials: { client_id: CLIENTS[SECOND] ?? '', client_secret: secretOf(SECOND) } });
      await fetchSource(fresh, { tenant_id: SECOND, source: 'directory' }, run);
      expect(await health(SECOND, 'directory')).toMatchObject({ status: 'healthy' });
    } finally {
      await close(fresh);
    }
    await registry.tenants.update(SECOND, { clientSecret: 'v1.damaged' });
    await database.connection.db?.collection('watermarks').deleteMany({});
    await deps.queue.queues.fetch.obliterate({ force: true });
    await scheduleFetches(deps, run);
    expect((await waiting()).every((name) => name.startsWith(FIRST))).toBe(true);
    expect((await waiting()).length).toBe(4);
  });

  it('wait for no other that Microsoft makes wait: its jobs stand aside, and a worker with one place goes on', async () => {
    simulator.control.faults.add({ kind: 'throttle', tenant: FIRST, retryAfter: 600 });
    const ctx = { ...systemContext(SECOND, 'test'), role: 'msp_admin' as const };
    await changeTenant(ctx, registry, SECOND, { credentials: { client_id: CLIENTS[SECOND] ?? '', client_secret: secretOf(SECOND) } });
    await database.connection.db?.collection('watermarks').deleteMany({});
    await deps.queue.queues.fetch.obliterate({ force: true });
    // The throttled tenant's four sources come first.
    for (const source of ['signin', 'intune', 'directory', 'unified'] as const)
      await deps.queue.add(jobs.fetchSource, { tenant_id: FIRST, source });
    await deps.queue.add(jobs.fetchSource, { tenant_id: SECOND, source: 'directory' });
    const stop = new AbortController();
    const worker = queueWorker({
      queue: 'fetch',
      connection: deps.patient,
      prefix: deps.config.QUEUE_PREFIX,
      concurrency: 1,
      handlers: handlersOf(deps),
      signal: stop.signal,
      onFailed: () => undefined,
    });
    try {
      await waitFor('the tenant that is not throttled', async () => (await health(SECOND, 'directory'))?.last_fetch_time !== null, 30_000);
      await waitFor('the others to stand aside', async () => (await deps.queue.queues.fetch.getDelayedCount()) === 4);
      expect((await health(FIRST, 'directory'))?.status).toBe('throttled');
    } finally {
      stop.abort();
      await worker.close();
      simulator.control.faults.clear();
    }
  }, 60_000);
});
