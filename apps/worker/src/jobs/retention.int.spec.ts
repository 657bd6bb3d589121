import { tenantIdSchema } from '@aoc/contracts';
import { openAuditTrail } from '@aoc/server/audit';
import { parseConfig } from '@aoc/server/config';
import { systemContext } from '@aoc/server/context';
import { allCollections, openIngestion, storeRecords } from '@aoc/server/ingestion';
import { ensureIndexes } from '@aoc/server/mongo';
import { createLogger, Metrics } from '@aoc/server/observability';
import { TenantRepository } from '@aoc/server/tenants';
import { testDatabase, type TestDatabase } from '@aoc/testing';
import { randomUUID } from 'node:crypto';
import { workRecorder } from '../start/work-recorder';
import { retention } from './retention';

const DAY = 86_400_000;

describe('the job of retention', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase('retention_job');
    await ensureIndexes(database.connection, allCollections);
  });
  afterAll(() => database.stop());

  it('takes the days of each tenant: its own, none, or the general setting; and goes on after a failure', async () => {
    const ingestion = await openIngestion(database.connection, parseConfig({ RETENTION_DAYS: '100' }));
    const tenants = new TenantRepository(database.connection);
    const now = new Date();
    const days = { general: null, own: 10, forever: 0, failing: 10 };
    const ids = Object.fromEntries(Object.keys(days).map((name) => [name, tenantIdSchema.parse(randomUUID())]));
    for (const [name, retentionDays] of Object.entries(days)) {
      const id = tenantIdSchema.parse(ids[name]);
      await tenants.register({ id, name }, now);
      await tenants.update(id, { retentionDays });
      const records = [5, 50, 500].map((age) => ({
        id: `${name}-${age}`,
        category: 'Policy',
        activityDisplayName: 'Update policy',
        activityDateTime: new Date(now.getTime() - age * DAY).toISOString(),
        initiatedBy: { user: { id: randomUUID(), displayName: 'Ana' } },
        targetResources: [],
      }));
      const input = { source: 'directory' as const, records, broken: [], location: (index: number) => `test ${index}` };
      await storeRecords(systemContext(id, 'test'), ingestion, input);
    }
    const onRetention = { failing: true };
    const remove = new Proxy(ingestion.stores.expired, {
      get: (target, name) => {
        if (name !== 'insertOne') return Reflect.get(target, name).bind(target);
        return (ctx: { tenantId: string }, row: Parameters<typeof target.insertOne>[1]) =>
          onRetention.failing && ctx.tenantId === ids.failing
            ? Promise.reject(new Error('disk full'))
            : target.insertOne(systemContext(tenantIdSchema.parse(ctx.tenantId), 'test'), row);
      },
    });
    const lines: string[] = [];
    const metrics = new Metrics({ processMetrics: false });
    const logger = createLogger('test', 'info', { write: (line: string) => void lines.push(line) });
    const trail = openAuditTrail(database.connection, parseConfig({}));
    const deps = {
      tenants,
      metrics,
      logger,
      record: workRecorder(trail, { logger, metrics }),
      ingestion: { ...ingestion, stores: { ...ingestion.stores, expired: remove } },
    };
    const run = { id: '1', signal: new AbortController().signal };
    await expect(retention(deps, run)).rejects.toThrow('Retention failed for 1 tenants');
    const left = async (name: string): Promise<string[]> => {
      const rows = await ingestion.stores.events
        .find(systemContext(tenantIdSchema.parse(ids[name]), 'test'), {}, { sort: { timestamp: -1 } })
        .toArray();
      return rows.map((row) => row.id);
    };
    expect(await left('general')).toEqual(['general-5', 'general-50']);
    expect(await left('own')).toEqual(['own-5']);
    expect(await left('forever')).toEqual(['forever-5', 'forever-50', 'forever-500']);
    expect(await left('failing')).toHaveLength(3);
    expect(lines.join('')).toContain('disk full');
    onRetention.failing = false;
    await retention(deps, run);
    expect(await left('failing')).toEqual(['failing-5']);
    const recorded = async (name: string) => {
      const rows = trail.rows.find(systemContext(tenantIdSchema.parse(ids[name]), 'test'), {}, { sort: { seq: 1 } });
      return (await rows.toArray()).map(({ actor, action, outcome, detail }) => [
        actor.id,
        action,
        outcome,
        detail.deleted ?? null,
        detail.days,
      ]);
    };
    expect(await recorded('general')).toEqual([['system:worker', 'retention', 'ok', 1, 100]]);
    expect(await recorded('failing')).toEqual([
      ['system:worker', 'retention', 'failed', null, 10],
      ['system:worker', 'retention', 'ok', 2, 10],
    ]);
    // Nothing was deleted, so that there is nothing to record.
    expect(await recorded('forever')).toEqual([]);
    expect(await deps.metrics.render()).toContain('aoc_retention_deleted_events_total 5');
  });
});
