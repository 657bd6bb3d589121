import { tenantIdSchema } from '@aoc/contracts';
import { parseConfig } from '@aoc/server/config';
import { systemClock, systemContext } from '@aoc/server/context';
import type { EventDocument } from '@aoc/server/events';
import { collectionOf, pendingMigrations } from '@aoc/server/mongo';
import { testDatabase, type TestDatabase } from '@aoc/testing';
import { allCollections } from '../collections';
import { openIngestion, type Ingestion } from '../ingestion';
import { storeRecords } from '../store/store-records';
import { auditRecord, page } from '../testing/ingestion-fixture';
import { upgradeDatabase, type UpgradeInput } from './upgrade-database';

const TENANT = tenantIdSchema.parse('9f1c3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c11');

describe('lookup keys of an earlier 2.x', () => {
  const ctx = systemContext(TENANT, 'test');
  let database: TestDatabase;
  let ingestion: Ingestion;
  beforeAll(async () => {
    database = await testDatabase('renew');
    ingestion = await openIngestion(database.connection, parseConfig({ SEARCH_RAW_TEXT: 'true' }));
    await upgrade();
  });
  afterAll(() => database.stop());

  const upgrade = (change: Partial<UpgradeInput> = {}) =>
    upgradeDatabase(database.connection, ingestion, { tenant: TENANT, clock: systemClock, ...change });
  const pending = (): Promise<string[]> => pendingMigrations(database.connection, allCollections);
  const events = () => collectionOf<EventDocument>(database.connection, 'events');
  const stored = (): Promise<EventDocument[]> => events().find({}).sort({ _id: 1 }).toArray();

  it('become those of this version, also when the upgrade was cut off before', async () => {
    await storeRecords(ctx, ingestion, page(Array.from({ length: 2300 }, (_, n) => auditRecord(n))));
    const before = await stored();
    // What the version before this one did not have, and the odd event that has nothing at all.
    const known = { $in: [{ $substrCP: ['$$this', 0, 2] }, ['w:', 't=', 't:', 'p=']] };
    await events().updateMany({}, [{ $set: { lookup_keys: { $filter: { input: '$lookup_keys', cond: known } } } }]);
    await events().updateOne({ id: 'Directory_7' }, { $unset: { lookup_keys: '' } });
    await collectionOf<{ _id: string; version: number }>(database.connection, 'migrations').updateOne(
      { _id: 'schema' },
      { $set: { version: 3 } },
    );
    const old = await stored();
    const differ = (from: number): number =>
      old.slice(from).filter((event, n) => String(event.lookup_keys) !== String(before[from + n]?.lookup_keys)).length;
    expect(differ(1000)).toBeGreaterThan(100);
    expect(await pending()).toEqual(['schema version 4']);

    expect((await upgrade({ dryRun: true })).renewed).toBe(differ(0));
    expect(await stored()).toEqual(old);
    const stop = new AbortController();
    const interrupted = upgrade({ signal: stop.signal, onProgress: () => stop.abort(new Error('the process is gone')) });
    await expect(interrupted).rejects.toThrow('gone');
    expect(await pending()).toContain('schema version 4');
    expect((await upgrade()).renewed).toBe(differ(1000));
    expect(await stored()).toEqual(before);
    expect(await pending()).toEqual([]);
    expect((await upgrade()).renewed).toBe(0);
  }, 60_000);
});
