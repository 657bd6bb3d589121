import { parseMappings, type Mappings } from '@aoc/normalization';
import type { TenantContext } from '@aoc/server/context';
import { recountTags, type EventDocument } from '@aoc/server/events';
import type { Ingestion } from '../ingestion';
import { storeRecords } from '../store/store-records';
import { expectExact } from '../testing/expect-exact';
import { auditRecord, ingestionFixture, page, type IngestionFixture } from '../testing/ingestion-fixture';
import { dedupe } from './dedupe';
import { recountFacets } from './recount-facets';
import { renormalize } from './renormalize';
import { storeActivity } from './store-activity';

const EVENTS = 120;
const TWICE = 30;
const batchSize = 50;
const records = Array.from({ length: EVENTS }, (_, n) => auditRecord(n));

function mappingsOf(text: string): Mappings {
  const parsed = parseMappings(text, 'test.yml');
  if (!parsed.ok) throw new Error(parsed.errors.map((e) => e.message).join());
  return parsed.mappings;
}
const renamed = mappingsOf(`
categories:
  UserManagement: People
  GroupManagement: Circles
operations:
  Activity 1: '{actor} did one thing to {target}'
`);

/** The same, failing once when `calls` writes of events have been made. */
function failingAfter(ingestion: Ingestion, calls: number): Ingestion {
  let left = calls;
  const events = new Proxy(ingestion.stores.events, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        if (name === 'bulkUpsert' || name === 'updateOne' || name === 'deleteMany') {
          left -= 1;
          if (left < 0) throw new Error('the process is gone');
        }
        return Reflect.apply(member, target, args);
      };
    },
  });
  return { ...ingestion, stores: { ...ingestion.stores, events } };
}

describe('maintenance of stored events', () => {
  let fixture: IngestionFixture;
  let ingestion: Ingestion;
  beforeAll(async () => {
    fixture = await ingestionFixture('maintenance');
    ingestion = fixture.ingestion;
  });
  afterAll(() => fixture.database.stop());

  const all = (ctx: TenantContext): Promise<EventDocument[]> => ingestion.stores.events.find(ctx, {}, { sort: { _id: 1 } }).toArray();
  const kept = ({ _id, dedupe_key, ingested_at, tags, comments, raw }: EventDocument) => ({
    _id,
    dedupe_key,
    ingested_at,
    tags,
    comments,
    raw,
  });
  const comment = (id: string, at: string) => ({ id, text: `text ${id}`, author: 'analyst', timestamp: new Date(at) });
  const annotate = (ctx: TenantContext, id: string, tags: string[], comments: ReturnType<typeof comment>[]) =>
    ingestion.stores.events.updateOne(ctx, { id }, { $set: { tags, comments } });

  /** A tenant with events, two of them annotated. */
  async function filled(): Promise<TenantContext> {
    const ctx = fixture.tenant();
    await storeRecords(ctx, ingestion, page(records));
    await annotate(ctx, 'Directory_1', ['vip', 'seen'], [comment('c1', '2026-03-02T08:00:00Z')]);
    await annotate(ctx, 'Directory_90', ['seen'], []);
    await recountTags(ctx, ingestion.stores, ['vip', 'seen']);
    return ctx;
  }

  it('renormalize applies a changed mapping file and leaves analysts work, keys and ingestion times alone', async () => {
    const ctx = await filled();
    const other = await filled();
    const [before, othersBefore] = [await all(ctx), await all(other)];
    const seen: [number, number][] = [];
    const result = await renormalize(ctx, { ...ingestion, mappings: renamed }, { batchSize, onProgress: (...args) => seen.push(args) });
    expect(result).toEqual({ read: EVENTS, changed: EVENTS, unreadable: 0 });
    expect(seen.at(-1)).toEqual([EVENTS, EVENTS]);
    const after = await all(ctx);
    expect(after.map(kept)).toEqual(before.map(kept));
    expect(new Set(after.map((event) => event.display_category))).toEqual(new Set(['People', 'Circles']));
    expect(after.find((event) => event.id === 'Directory_1')?.display_summary).toContain('User 1 did one thing to Laptop 1');
    expect(after.find((event) => event.id === 'Directory_1')?.search_text).toContain('did one thing');
    await expectExact(ctx, ingestion, EVENTS);
    expect(await all(other)).toEqual(othersBefore);
    await expectExact(other, ingestion, EVENTS);
    expect(await renormalize(ctx, { ...ingestion, mappings: renamed })).toEqual({ read: EVENTS, changed: 0, unreadable: 0 });
    expect(await ingestion.stores.checkpoints.count(ctx, {}, 10)).toBe(0);
  });

  it('renormalize that is cut off in the middle goes on there and ends the same', async () => {
    const ctx = await filled();
    const mapped = { ...ingestion, mappings: renamed };
    await expect(renormalize(ctx, failingAfter(mapped, 1), { batchSize })).rejects.toThrow('gone');
    const stop = new AbortController();
    const abort = { batchSize, onProgress: () => stop.abort(new Error('stopped')), signal: stop.signal };
    await expect(renormalize(ctx, mapped, abort)).rejects.toThrow('stopped');
    const done: number[] = [];
    expect(await renormalize(ctx, mapped, { batchSize, onProgress: (n) => done.push(n) })).toEqual({
      read: EVENTS,
      changed: EVENTS,
      unreadable: 0,
    });
    expect(done).toEqual([EVENTS]);
    expect(EVENTS).toBeGreaterThan(2 * batchSize);
    expect(new Set((await all(ctx)).map((event) => event.display_category))).toEqual(new Set(['People', 'Circles']));
    await expectExact(ctx, ingestion, EVENTS);
  });

  it('renormalize keeps names that were resolved and events whose record cannot be read any more', async () => {
    const ctx = fixture.tenant();
    const record = { ...auditRecord(1), initiatedBy: { user: { id: '00000000-0000-4000-8000-00000000abcd', displayName: null } } };
    const resolve = {
      resolve: async () => new Map([['00000000-0000-4000-8000-00000000abcd', { display: 'Dana', upn: 'dana@contoso.com' }]]),
    };
    await storeRecords(ctx, ingestion, page([record, auditRecord(2)]), { resolve: resolve.resolve });
    await ingestion.stores.events.updateOne(ctx, { id: 'Directory_2' }, { $set: { raw: { nothing: 'known' } } });
    const result = await renormalize(ctx, { ...ingestion, mappings: renamed });
    expect(result).toEqual({ read: 2, changed: 1, unreadable: 1 });
    const [first, second] = await all(ctx);
    expect(first).toMatchObject({ actor_display: 'Dana', display_category: 'People' });
    expect(first?.display_summary).toContain('Dana did one thing');
    expect(second?.display_category).not.toBe('Circles');
    await expectExact(ctx, ingestion, 2);
  });

  /** Makes of a tenant's events what an older version had stored: other keys, and some actions twice with annotations on both. */
  async function withOldKeys(ctx: TenantContext): Promise<void> {
    const rows = (await all(ctx)).map((event) => ({
      filter: { _id: event._id },
      update: { $set: { dedupe_key: `old:${event.id}` } },
      upsert: false,
    }));
    await ingestion.stores.events.bulkUpsert(ctx, rows);
    await storeRecords(ctx, ingestion, page(records.slice(0, TWICE)));
    await annotate(ctx, 'Directory_70', ['alone'], []);
    for (const n of [3, 4]) {
      const [first, second] = await ingestion.stores.events.find(ctx, { id: `Directory_${n}` }, { sort: { ingested_at: 1 } }).toArray();
      const set = (event: EventDocument | undefined, tags: string[], comments: ReturnType<typeof comment>[]) =>
        ingestion.stores.events.updateOne(ctx, { _id: event?._id }, { $set: { tags, comments } });
      await set(first, ['a', 'both'], [comment('late', '2026-03-03T08:00:00Z')]);
      await set(second, ['both', 'b'], [comment('early', '2026-03-02T08:00:00Z')]);
    }
    await recountTags(ctx, ingestion.stores, ['a', 'b', 'both', 'alone']);
  }

  async function expectDeduped(ctx: TenantContext, before: EventDocument[]): Promise<void> {
    const after = await all(ctx);
    expect(after).toHaveLength(EVENTS);
    expect(new Set(after.map((event) => event.dedupe_key))).toEqual(new Set(records.map((record) => `directory:${String(record.id)}`)));
    const firsts = new Set(before.map((event) => String(event._id)));
    expect(after.every((event) => firsts.has(String(event._id)))).toBe(true);
    for (const n of [3, 4]) {
      const event = after.find(({ id }) => id === `Directory_${n}`);
      expect(event?.tags).toEqual(['a', 'both', 'b']);
      expect(event?.comments.map(({ id }) => id)).toEqual(['early', 'late']);
    }
    const tags = await ingestion.stores.facets.find(ctx, { field: 'tag' }).toArray();
    expect(Object.fromEntries(tags.map(({ value, count }) => [value, count]))).toMatchObject({ a: 2, b: 2, both: 2, alone: 1 });
    // What still waits for the SIEM finds every event under its new key.
    const waiting = new Set((await ingestion.stores.outbox.find(ctx, {}).toArray()).flatMap((row) => row.keys));
    expect(after.filter((event) => !waiting.has(event.dedupe_key))).toEqual([]);
  }

  it('dedupe gives new keys, merges what is the same action with all annotations, and counts exactly', async () => {
    const ctx = await filled();
    const other = await filled();
    const before = await all(ctx);
    await withOldKeys(ctx);
    expect(await dedupe(ctx, ingestion)).toMatchObject({ read: expect.any(Number), rekeyed: EVENTS - TWICE, merged: TWICE });
    await expectDeduped(ctx, before);
    await ingestion.stores.outbox.deleteMany(ctx, {});
    expect(await dedupe(ctx, ingestion)).toEqual({ read: EVENTS, rekeyed: 0, merged: 0 });
    await expectExact(other, ingestion, EVENTS);
  });

  it.each([0, 1, 2, 3, 4, 5, 20, 60])('dedupe that is cut off after %i writes ends the same when it is run again', async (writes) => {
    const ctx = await filled();
    const before = await all(ctx);
    await withOldKeys(ctx);
    await expect(dedupe(ctx, failingAfter(ingestion, writes), { batchSize })).rejects.toThrow('gone');
    await dedupe(ctx, ingestion);
    await expectDeduped(ctx, before);
    await recountIsExact(ctx);
  });

  it('dedupe counts anew even when all merges were done before it was cut off', async () => {
    const ctx = await filled();
    const before = await all(ctx);
    await withOldKeys(ctx);
    const facets = new Proxy(ingestion.stores.facets, {
      get: (target, name) => (name === 'bulkUpsert' ? () => Promise.reject(new Error('gone')) : Reflect.get(target, name).bind(target)),
    });
    await expect(dedupe(ctx, { ...ingestion, stores: { ...ingestion.stores, facets } })).rejects.toThrow('gone');
    expect(await dedupe(ctx, ingestion)).toMatchObject({ rekeyed: EVENTS - TWICE, merged: TWICE });
    await expectDeduped(ctx, before);
    await recountIsExact(ctx);
  });

  /** The counters agree with the events; recounting finds nothing to change. */
  async function recountIsExact(ctx: TenantContext): Promise<void> {
    const counters = async () =>
      (await ingestion.stores.facets.find(ctx, {}, { sort: { _id: 1 } }).toArray()).map(({ _id, count }) => [_id, count]);
    const before = await counters();
    await recountFacets(ctx, ingestion);
    expect(await counters()).toEqual(before);
  }

  it('recount repairs wrong, missing and left-over counters, those of tags too, and finishes batches that a crash left', async () => {
    const ctx = await filled();
    const other = await filled();
    const { facets } = ingestion.stores;
    await facets.updateOne(ctx, { field: 'service', value: 'UserManagement' }, { $set: { count: 9 } });
    await facets.updateOne(ctx, { field: 'tag', value: 'seen' }, { $set: { count: 40 } });
    await facets.deleteMany(ctx, { field: { $in: ['operation', 'actor_key'] } });
    await facets.updateOne(
      ctx,
      { _id: 'left-over' },
      { $set: { field: 'service', value: 'Gone', folded: 'gone', count: 3, first_seen: new Date(), last_seen: new Date(), batches: [] } },
      { upsert: true },
    );
    const crashing: Ingestion = {
      ...ingestion,
      onMoment: (moment) => {
        if (moment === 'events') throw new Error('crash');
      },
    };
    await expect(storeRecords(ctx, crashing, page([auditRecord(5000)]))).rejects.toThrow('crash');
    expect(await recountFacets(ctx, ingestion)).toMatchObject({ removed: 1 });
    await expectExact(ctx, ingestion, EVENTS + 1);
    const tags = await facets.find(ctx, { field: 'tag' }, { sort: { value: 1 } }).toArray();
    expect(tags.map(({ value, count }) => [value, count])).toEqual([
      ['seen', 2],
      ['vip', 1],
    ]);
    await expectExact(other, ingestion, EVENTS);
  });

  it('tells what stores events at the moment', async () => {
    const ctx = fixture.tenant();
    expect(await storeActivity(ctx, ingestion)).toEqual([]);
    const { states } = ingestion.stores;
    const lease = (expires: number) => ({ $set: { source: 'unified' as const, lease: { owner: 'w', expires: new Date(expires) } } });
    const now = ctx.clock.now().getTime();
    await states.updateOne(ctx, { _id: `${ctx.tenantId}|unified` }, lease(now + 10_000), { upsert: true });
    expect(await storeActivity(ctx, ingestion)).toEqual(['a fetch of unified']);
    expect(await storeActivity(fixture.tenant(), ingestion)).toEqual([]);
    await states.updateOne(ctx, { _id: `${ctx.tenantId}|unified` }, lease(now - 10_000));
    expect(await storeActivity(ctx, ingestion)).toEqual([]);
  });
});
