import { auditRecord, ingestionFixture, page, type IngestionFixture } from '../testing/ingestion-fixture';
import { expectExact } from '../testing/expect-exact';
import type { Ingestion, StoreMoment } from '../ingestion';
import { recoverBatches } from './recover-batches';
import { storeRecords } from './store-records';

const records = Array.from({ length: 40 }, (_, n) => auditRecord(n));
const moments: StoreMoment[] = ['rejected', 'journal', 'detected', 'events', 'pending', 'facets', 'outbox', 'closed'];

const failingAt = (ingestion: Ingestion, moment: StoreMoment): Ingestion => ({
  ...ingestion,
  onMoment: (now) => {
    if (now === moment) throw new Error(`crash at ${moment}`);
  },
});

describe('storing a page', () => {
  let fixture: IngestionFixture;
  let ingestion: Ingestion;
  beforeAll(async () => {
    fixture = await ingestionFixture('store');
    ingestion = fixture.ingestion;
  });
  afterAll(() => fixture.database.stop());

  it('stores new records, recognises them again and leaves analysts work alone', async () => {
    const ctx = fixture.tenant();
    expect(await storeRecords(ctx, ingestion, page([...records, records[3]]))).toMatchObject({
      read: 41,
      stored: 40,
      duplicates: 1,
      rejected: 0,
    });
    await ingestion.stores.events.updateOne(
      ctx,
      { id: 'Directory_1' },
      { $set: { tags: ['kept'], comments: [{ id: '1', text: 't', author: 'a', timestamp: new Date() }] } },
    );
    const before = await ingestion.stores.events.findOne(ctx, { id: 'Directory_1' });
    expect(await storeRecords(ctx, ingestion, page(records))).toMatchObject({ read: 40, stored: 0, duplicates: 40 });
    expect(await ingestion.stores.events.findOne(ctx, { id: 'Directory_1' })).toEqual(before);
    await expectExact(ctx, ingestion, 40);
    expect(await ingestion.stores.batches.count(ctx, {}, 10)).toBe(0);
  });

  it.each(moments)('a crash at "%s" and a repeat leave exactly one of each', async (moment) => {
    const ctx = fixture.tenant();
    await storeRecords(ctx, ingestion, page(records.slice(0, 5)));
    await expect(storeRecords(ctx, failingAt(ingestion, moment), page(records))).rejects.toThrow('crash');
    await recoverBatches(ctx, ingestion, { olderThan: new Date() });
    await storeRecords(ctx, ingestion, page(records));
    await recoverBatches(ctx, ingestion, { olderThan: new Date() });
    await expectExact(ctx, ingestion, 40);
  });

  it.each(['pending', 'facets', 'outbox'] as const)('a crash of the recovery at "%s" is recovered as well', async (moment) => {
    const ctx = fixture.tenant();
    await expect(storeRecords(ctx, failingAt(ingestion, 'events'), page(records))).rejects.toThrow('crash');
    if (moment !== 'pending')
      await expect(recoverBatches(ctx, failingAt(ingestion, moment), { olderThan: new Date() })).rejects.toThrow('crash');
    await Promise.all([1, 2, 3].map(() => recoverBatches(ctx, ingestion, { olderThan: new Date() })));
    await expectExact(ctx, ingestion, 40);
  });

  it('a writer that was taken for dead and comes back counts what the recovery did not', async () => {
    const ctx = fixture.tenant();
    let recovered = false;
    const slow: Ingestion = {
      ...ingestion,
      onMoment: async (moment) => {
        if (recovered || (moment !== 'events' && moment !== 'facets')) return;
        recovered = true;
        await recoverBatches(ctx, ingestion, { olderThan: new Date() });
      },
    };
    expect(await storeRecords(ctx, slow, page(records))).toMatchObject({ stored: 40 });
    await expectExact(ctx, ingestion, 40);
  });

  it('several writers of the same page store it once', async () => {
    const ctx = fixture.tenant();
    const results = await Promise.all(Array.from({ length: 6 }, () => storeRecords(ctx, ingestion, page(records))));
    expect(results.reduce((sum, r) => sum + r.stored, 0)).toBe(40);
    await expectExact(ctx, ingestion, 40);
  });

  it('keeps what it cannot read, once, with the number of times it was seen', async () => {
    const ctx = fixture.tenant();
    const broken = [{ reason: 'not_json' as const, detail: 'cut', text: '{"id":', location: 'blob:1' }];
    const bad = { ...page([{ id: 'x', activityDisplayName: 'no time', category: 'UserManagement' }, 7]), broken };
    expect(await storeRecords(ctx, ingestion, bad)).toMatchObject({ read: 3, stored: 0, rejected: 3 });
    await storeRecords(ctx, ingestion, bad);
    const rows = await ingestion.stores.rejected.find(ctx, {}).toArray();
    expect(rows.map((row) => [row.occurrences, row.location])).toEqual(
      expect.arrayContaining([
        [2, 'blob:1'],
        [2, 'test #0'],
        [2, 'test #1'],
      ]),
    );
    expect(rows).toHaveLength(3);
  });

  it('keeps tenants apart', async () => {
    const [a, b] = [fixture.tenant(), fixture.tenant()];
    await storeRecords(a, ingestion, page(records));
    await storeRecords(b, ingestion, page(records.slice(0, 7)));
    await expectExact(a, ingestion, 40);
    await expectExact(b, ingestion, 7);
  });

  it('resolves names of new events once, and goes on when the directory fails', async () => {
    const ctx = fixture.tenant();
    const nameless = Array.from({ length: 3 }, (_, n) => ({
      ...auditRecord(n),
      initiatedBy: { user: { id: '20000000-0000-4000-8000-000000000001', displayName: null, userPrincipalName: null } },
    }));
    const asked: string[][] = [];
    const failing = () => Promise.reject(new Error('directory away'));
    await storeRecords(ctx, ingestion, page(nameless.slice(0, 1)), { resolve: failing });
    const resolve = (ids: readonly string[]) => {
      asked.push([...ids]);
      return Promise.resolve(new Map([['20000000-0000-4000-8000-000000000001', { display: 'Ada', upn: 'ada@contoso.com' }]]));
    };
    await storeRecords(ctx, ingestion, page(nameless.slice(0, 2)), { resolve });
    await storeRecords(ctx, ingestion, page(nameless), { resolve });
    const events = await ingestion.stores.events.find(ctx, {}, { sort: { timestamp: 1 } }).toArray();
    expect(events.map((e) => e.actor_display)).toEqual([expect.not.stringMatching('Ada'), 'Ada', 'Ada']);
    expect(asked).toEqual([['20000000-0000-4000-8000-000000000001']]);
  });
});
