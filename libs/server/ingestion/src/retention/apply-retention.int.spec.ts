import type { TenantContext } from '@aoc/server/context';
import { recountTags } from '@aoc/server/events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { forwardSiem } from '../forward/forward-siem';
import type { Ingestion, RetentionMoment } from '../ingestion';
import { facetDeltas } from '../store/counted';
import { storeRecords } from '../store/store-records';
import { auditRecord, ingestionFixture, page, type IngestionFixture } from '../testing/ingestion-fixture';
import { applyRetention } from './apply-retention';

const OLD_DAY = '2026-01-10';
const PER_DAY = 12;
const DAYS = ['2026-01-10', '2026-01-11', '2026-02-20'];
/** In the middle of a day: 30 days before it is 2026-01-25. */
const NOW = new Date('2026-02-24T12:00:00Z');

describe('retention', () => {
  let fixture: IngestionFixture;
  let ingestion: Ingestion;
  let folder: string;
  beforeAll(async () => {
    fixture = await ingestionFixture('retention');
    ingestion = fixture.ingestion;
    folder = await mkdtemp(path.join(tmpdir(), 'aoc-archive-'));
  });
  afterAll(async () => {
    await fixture.database.stop();
    await rm(folder, { recursive: true });
  });

  const never = new AbortController().signal;
  const withSettings = (change: Partial<Ingestion['settings']>): Ingestion => ({
    ...ingestion,
    settings: { ...ingestion.settings, ...change },
  });
  const archiving = (change: Partial<Ingestion['settings']> = {}): Ingestion => withSettings({ archiveDir: folder, ...change });

  /** A tenant with events on three days, two of them older than 30 days, and nothing that waits for the SIEM. */
  async function filled(options: { waiting?: boolean } = {}): Promise<TenantContext> {
    const ctx = fixture.tenant({ now: () => NOW });
    const records = DAYS.flatMap((day, d) => Array.from({ length: PER_DAY }, (_, n) => auditRecord(d * 100 + n, `${day}T08:00:00Z`)));
    await storeRecords(ctx, ingestion, page(records));
    if (!options.waiting) await ingestion.stores.outbox.deleteMany(ctx, {});
    return ctx;
  }
  const ids = async (ctx: TenantContext): Promise<string[]> =>
    (await ingestion.stores.events.find(ctx, {}, { sort: { timestamp: 1 } }).toArray()).map((event) => event.id);
  const recent = Array.from({ length: PER_DAY }, (_, n) => `Directory_${200 + n}`);

  /** Every counter is the number of events that carry its value. */
  async function expectCounted(ctx: TenantContext): Promise<void> {
    const events = await ingestion.stores.events.find(ctx, {}).toArray();
    const facets = await ingestion.stores.facets.find(ctx, {}).toArray();
    const tags = Map.groupBy(
      events.flatMap((event) => event.tags),
      (tag) => `tag=${tag}`,
    );
    const expected = [...facetDeltas(events).map((d): [string, number] => [`${d.field}=${d.value}`, d.count])];
    const all = Object.fromEntries([...expected, ...[...tags].map(([tag, list]): [string, number] => [tag, list.length])]);
    expect(Object.fromEntries(facets.map((f) => [`${f.field}=${f.value}`, f.count]))).toEqual(all);
  }

  async function tag(ctx: TenantContext, id: string): Promise<void> {
    await ingestion.stores.events.updateOne(ctx, { id }, { $set: { tags: ['keep'] } });
    await recountTags(ctx, ingestion.stores, ['keep']);
  }

  /** Ids in the archive of a tenant, by file. */
  async function archived(ctx: TenantContext): Promise<Record<string, string[]>> {
    const names = await readdir(path.join(folder, ctx.tenantId));
    const entries = names.sort().map(async (name): Promise<[string, string[]]> => {
      const text = gunzipSync(await readFile(path.join(folder, ctx.tenantId, name))).toString('utf8');
      const lines = text.split('\n').filter((line) => line !== '');
      return [name, lines.map((line) => String((JSON.parse(line) as { id: unknown }).id))];
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  it('deletes what is older, keeps the counters exact, spares other tenants, and 0 keeps all', async () => {
    const [ctx, other] = [await filled(), await filled()];
    expect(await applyRetention(ctx, ingestion, 0, never)).toBe(0);
    expect(await ids(ctx)).toHaveLength(3 * PER_DAY);
    expect(await applyRetention(ctx, ingestion, 30, never)).toBe(2 * PER_DAY);
    expect(await ids(ctx)).toEqual(recent);
    await expectCounted(ctx);
    expect(await applyRetention(ctx, ingestion, 30, never)).toBe(0);
    expect(await ids(other)).toHaveLength(3 * PER_DAY);
    await expectCounted(other);
    expect(await ingestion.stores.expired.count(ctx, {}, 1)).toBe(0);
  });

  it('deletes in batches, and stops between them', async () => {
    const ctx = fixture.tenant({ now: () => NOW });
    const many = Array.from({ length: 1100 }, (_, n) => auditRecord(n, `${OLD_DAY}T00:00:00Z`));
    await storeRecords(ctx, ingestion, page(many));
    await ingestion.stores.outbox.deleteMany(ctx, {});
    const stop = new AbortController();
    const stopping: Ingestion = { ...ingestion, onRetention: (moment) => (moment === 'discounted' ? stop.abort() : undefined) };
    expect(await applyRetention(ctx, stopping, 30, stop.signal)).toBe(500);
    expect(await ids(ctx)).toHaveLength(600);
    await expectCounted(ctx);
    expect(await applyRetention(ctx, ingestion, 30, never)).toBe(600);
    expect(await ingestion.stores.facets.count(ctx, {}, 10)).toBe(0);
  });

  it('spares tagged events when the settings say so, and counts tags down when they do not', async () => {
    const ctx = await filled();
    await tag(ctx, 'Directory_3');
    await tag(ctx, 'Directory_203');
    expect(await applyRetention(ctx, withSettings({ retentionKeepTagged: true }), 30, never)).toBe(2 * PER_DAY - 1);
    expect(await ids(ctx)).toEqual(['Directory_3', ...recent]);
    await expectCounted(ctx);
    expect(await applyRetention(ctx, withSettings({ retentionKeepTagged: false }), 30, never)).toBe(1);
    await expectCounted(ctx);
  });

  it('keeps an event that is tagged while it is about to be deleted', async () => {
    const ctx = await filled();
    const tagging: Ingestion = { ...ingestion, onRetention: (moment) => (moment === 'journal' ? tag(ctx, 'Directory_5') : undefined) };
    expect(await applyRetention(ctx, tagging, 30, never)).toBe(2 * PER_DAY - 1);
    expect(await ids(ctx)).toEqual(['Directory_5', ...recent]);
    await expectCounted(ctx);
  });

  it.each<RetentionMoment>(['archived', 'journal', 'deleted', 'discounted'])(
    'a crash at "%s" is finished by the next run: nothing is lost, counted twice or half written',
    async (moment) => {
      const ctx = await filled();
      const archive = archiving();
      const crashing: Ingestion = {
        ...archive,
        onRetention: (now) => {
          if (now === moment) throw new Error('the process is gone');
        },
      };
      await expect(applyRetention(ctx, crashing, 30, never)).rejects.toThrow('gone');
      await applyRetention(ctx, archive, 30, never);
      expect(await ids(ctx)).toEqual(recent);
      await expectCounted(ctx);
      const files = await archived(ctx);
      const kept = new Set(Object.values(files).flat());
      expect(kept.size).toBe(2 * PER_DAY);
      expect(Object.keys(files)).toEqual(expect.arrayContaining(['2026-01-10.ndjson.gz', '2026-01-11.ndjson.gz']));
      expect(await ingestion.stores.expired.count(ctx, {}, 1)).toBe(0);
    },
  );

  it('archives whole days per tenant before it deletes them, and never writes over a file', async () => {
    const ctx = await filled();
    await storeRecords(ctx, ingestion, page([auditRecord(900, '2026-01-25T08:00:00Z')]));
    await ingestion.stores.outbox.deleteMany(ctx, {});
    expect(await applyRetention(ctx, archiving(), 30, never)).toBe(2 * PER_DAY);
    const first = Array.from({ length: PER_DAY }, (_, n) => `Directory_${n}`);
    const second = Array.from({ length: PER_DAY }, (_, n) => `Directory_${100 + n}`);
    expect(await archived(ctx)).toEqual({ '2026-01-10.ndjson.gz': first, '2026-01-11.ndjson.gz': second });
    // The day of the limit is not over 30 days old everywhere: it goes with the next night.
    expect(await ids(ctx)).toContain('Directory_900');
    const text = gunzipSync(await readFile(path.join(folder, ctx.tenantId, '2026-01-10.ndjson.gz'))).toString('utf8');
    const event: unknown = JSON.parse(text.split('\n')[0] ?? '');
    expect(event).toMatchObject({ tenant_id: ctx.tenantId, timestamp: '2026-01-10T08:00:00.000Z', raw: { id: 'Directory_0' }, tags: [] });
    // A late record of an archived day, and the left-overs of a process that died while it wrote.
    await storeRecords(ctx, ingestion, page([auditRecord(901, '2026-01-10T08:00:00Z')]));
    await ingestion.stores.outbox.deleteMany(ctx, {});
    await writeFile(path.join(folder, ctx.tenantId, '2026-01-10.partial'), 'half a fi');
    expect(await applyRetention(ctx, archiving(), 30, never)).toBe(1);
    expect(await archived(ctx)).toEqual({
      '2026-01-10.2.ndjson.gz': ['Directory_901'],
      '2026-01-10.ndjson.gz': first,
      '2026-01-11.ndjson.gz': second,
    });
  });

  it('deletes nothing when the archive cannot be written', async () => {
    const ctx = await filled();
    const file = path.join(folder, 'a-file');
    await writeFile(file, '');
    await expect(applyRetention(ctx, archiving({ archiveDir: file }), 30, never)).rejects.toThrow(/ENOTDIR|EEXIST/);
    expect(await ids(ctx)).toHaveLength(3 * PER_DAY);
    await expectCounted(ctx);
  });

  it('waits with what has not reached the SIEM yet', async () => {
    const ctx = await filled({ waiting: true });
    expect(await applyRetention(ctx, ingestion, 30, never)).toBe(0);
    const sent: string[] = [];
    await forwardSiem(ctx, ingestion, async ({ body }) => void sent.push(...body.trimEnd().split('\n')), never);
    expect(sent).toHaveLength(3 * PER_DAY);
    expect(await applyRetention(ctx, ingestion, 30, never)).toBe(2 * PER_DAY);
    await expectCounted(ctx);
  });

  it('two processes at the same work delete once and count once', async () => {
    const ctx = await filled();
    await Promise.all([1, 2, 3].map(() => applyRetention(ctx, ingestion, 30, never)));
    await applyRetention(ctx, ingestion, 30, never);
    expect(await ids(ctx)).toEqual(recent);
    await expectCounted(ctx);
  });
});
