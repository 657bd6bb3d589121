import { checkedRuleBodySchema, tenantIdSchema, type JsonObject, type Rule } from '@aoc/contracts';
import { alertStore } from '@aoc/server/alerts';
import { parseConfig } from '@aoc/server/config';
import { systemContext, type TenantContext } from '@aoc/server/context';
import { eventStore } from '@aoc/server/events';
import { allCollections, openIngestion, storeRecords, type Ingestion } from '@aoc/server/ingestion';
import { ensureIndexes } from '@aoc/server/mongo';
import { connectValkey, WindowStore } from '@aoc/server/queues';
import { createRule, RuleSets, ruleStore } from '@aoc/server/rules';
import { testDatabase, testRedisUrl } from '@aoc/testing';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { detectionStep } from '../detect-events';
import type { Detection } from '../detection';

/** A directory audit record: who did what to whom, `seconds` after the hour. */
export function deed(
  id: string,
  seconds: number,
  more: { by?: string; operation?: string; target?: string; category?: string } = {},
): JsonObject {
  const { by = 'eve', operation = 'Delete user', target = `user-${id}`, category = 'UserManagement' } = more;
  const person = (name: string) => ({ id: `id-of-${name}`, displayName: name, userPrincipalName: `${name}@contoso.com` });
  return {
    id: `Directory_${id}`,
    category,
    result: 'success',
    activityDisplayName: operation,
    activityDateTime: new Date(Date.UTC(2026, 2, 2, 9) + seconds * 1000).toISOString(),
    initiatedBy: { user: person(by), app: null },
    targetResources: [{ ...person(target), type: 'User', modifiedProperties: [] }],
  };
}

/** Detection on a database and a Valkey of its own names; `store` does what ingestion does. */
export async function detectionFixture(label: string, dedupeMinutes = 15) {
  const database = await testDatabase(label);
  await ensureIndexes(database.connection, allCollections);
  const valkey = connectValkey(testRedisUrl());
  const prefix = database.dbName;
  const rules = ruleStore(database.connection);
  /** What one more worker process has. */
  const worker = (more: Partial<Detection> = {}): Detection => ({
    events: eventStore(database.connection),
    rules,
    ruleSets: new RuleSets(rules),
    workingTimeOf: async () => null,
    alerts: alertStore(database.connection, dedupeMinutes),
    windows: new WindowStore(valkey, prefix),
    stopwatch: () => performance.now(),
    ...more,
  });
  const base = await openIngestion(database.connection, parseConfig({}));
  const ingestionOf = (detection: Detection): Ingestion => ({
    ...base,
    afterNew: [detectionStep(detection)],
  });
  return {
    database,
    worker,
    ingestionOf,
    /** The hour after which deeds happen is long over. */
    tenant: (now = new Date(Date.UTC(2026, 2, 2, 12))): TenantContext =>
      systemContext(tenantIdSchema.parse(randomUUID()), 'test', { now: () => now }),
    async store(ctx: TenantContext, detection: Detection, records: readonly JsonObject[]): Promise<void> {
      await storeRecords(ctx, ingestionOf(detection), {
        source: 'directory',
        records: [...records],
        broken: [],
        location: (at) => `test #${at}`,
      });
    },
    rule: (ctx: TenantContext, body: Partial<z.input<typeof checkedRuleBodySchema>> = {}): Promise<Rule> =>
      createRule(ctx, rules, {
        origin: 'own',
        body: checkedRuleBodySchema.parse({
          name: 'User deleted',
          severity: 'high',
          conditions: [{ field: 'operation', op: 'eq', value: 'Delete user' }],
          ...body,
        }),
      }),
    /** What a restart of Valkey without its data does. */
    async loseWindows(): Promise<void> {
      const keys = await valkey.keys(`${prefix}:*`);
      if (keys.length > 0) await valkey.del(...keys);
    },
    async stop(): Promise<void> {
      await this.loseWindows();
      valkey.disconnect();
      await database.stop();
    },
  };
}
export type DetectionFixture = Awaited<ReturnType<typeof detectionFixture>>;
