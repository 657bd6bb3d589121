import { tenantIdSchema } from '@aoc/contracts';
import { parseConfig } from '@aoc/server/config';
import { systemContext, type Clock, type TenantContext } from '@aoc/server/context';
import { ensureIndexes } from '@aoc/server/mongo';
import { testDatabase, type TestDatabase } from '@aoc/testing';
import { randomUUID } from 'node:crypto';
import { allCollections } from '../collections';
import { openIngestion, type Ingestion } from '../ingestion';
import type { PageInput } from '../store/prepare-page';

export interface IngestionFixture {
  database: TestDatabase;
  ingestion: Ingestion;
  /** A context of a tenant of its own. */
  tenant(clock?: Clock): TenantContext;
}

/** A migrated database of its own with the SIEM outbox switched on; stop it through `database.stop()`. */
export async function ingestionFixture(label: string, env: NodeJS.ProcessEnv = {}): Promise<IngestionFixture> {
  const database = await testDatabase(label);
  await ensureIndexes(database.connection, allCollections);
  const config = parseConfig({ SIEM_ENABLED: 'true', SIEM_WEBHOOK_URL: 'http://127.0.0.1:9/', ...env });
  const ingestion = await openIngestion(database.connection, config);
  return { database, ingestion, tenant: (clock) => systemContext(tenantIdSchema.parse(randomUUID()), 'test', clock) };
}

/** A directory audit record as Graph gives it; `n` makes it its own. */
export function auditRecord(n: number, at = '2026-03-01T08:00:00Z'): Record<string, unknown> {
  const user = {
    id: `00000000-0000-4000-8000-${String(n % 7).padStart(12, '0')}`,
    displayName: `User ${n % 7}`,
    userPrincipalName: `u${n % 7}@contoso.com`,
  };
  return {
    id: `Directory_${n}`,
    category: n % 2 ? 'UserManagement' : 'GroupManagement',
    result: n % 5 ? 'success' : 'failure',
    activityDisplayName: `Activity ${n % 3}`,
    activityDateTime: new Date(Date.parse(at) + n * 1000).toISOString(),
    initiatedBy: { user, app: null },
    targetResources: [
      {
        id: `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
        displayName: `Laptop ${n % 4}`,
        type: 'Device',
        modifiedProperties: [],
      },
    ],
  };
}

export const page = (records: unknown[], source: PageInput['source'] = 'directory'): PageInput => ({
  source,
  records,
  broken: [],
  location: (index) => `test #${index}`,
});
