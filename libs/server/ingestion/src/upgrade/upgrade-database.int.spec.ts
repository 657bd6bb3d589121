import { alertSchema, tenantIdSchema } from '@aoc/contracts';
import { alertStore, toAlert } from '@aoc/server/alerts';
import { parseConfig } from '@aoc/server/config';
import { systemClock, systemContext } from '@aoc/server/context';
import { collectionOf, ensureIndexes, pendingMigrations, recordSchemaVersion, type Connection } from '@aoc/server/mongo';
import { testDatabase, type TestDatabase } from '@aoc/testing';
import { ObjectId, type Document } from 'mongodb';
import { allCollections } from '../collections';
import { openIngestion, type Ingestion } from '../ingestion';
import { facetDeltas } from '../store/counted';
import { storeRecords } from '../store/store-records';
import { auditRecord, page } from '../testing/ingestion-fixture';
import { renewLookupKeys } from './renew-lookup-keys.repository';
import { legacyDocuments, upgradeDatabase, type UpgradeInput } from './upgrade-database';

const TENANT = tenantIdSchema.parse('9f1c3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c11');
const PLAIN = 2600;
const STORED_AT = new Date('2026-03-05T10:00:00Z');

/** An event as 1.x stored it: times as text, no tenant, targets and actor as Graph gave them. */
function legacyEvent(n: number, change: Document = {}): Document {
  const raw = auditRecord(n);
  return {
    _id: ObjectId.createFromTime(STORED_AT.getTime() / 1000 + n),
    id: raw.id,
    timestamp: raw.activityDateTime,
    service: raw.category,
    operation: raw.activityDisplayName,
    result: raw.result,
    actor: raw.initiatedBy,
    actor_display: `User ${n % 7}`,
    actor_upn: `u${n % 7}@contoso.com`,
    targets: raw.targetResources,
    target_displays: [`Laptop ${n % 4}`],
    display_category: 'Old label',
    display_summary: 'old sentence',
    raw,
    raw_text: JSON.stringify(raw),
    tags: [],
    comments: [],
    dedupe_key: `${String(raw.id)}|${String(raw.activityDateTime)}`,
    ...change,
  };
}

const comment = (text: string, timestamp: string) => ({ id: `c-${text}`, text, author: 'Ana', timestamp });
const unreadable = { something: 'that no API sends' };

/** The odd ones among the events of a 1.x database that has seen a few years. */
function oddEvents(): Document[] {
  return [
    legacyEvent(9001, { tags: ['vip', 'vip'], comments: [comment('first', '2026-03-06T09:00:00Z'), { text: 'no id', author: '' }] }),
    // The same action twice, under two keys of 1.x.
    legacyEvent(9002, { tags: ['one'], comments: [comment('b', '2026-03-07T09:00:00Z')] }),
    legacyEvent(9002, {
      _id: ObjectId.createFromTime(1_700_000_000),
      dedupe_key: 'by-hand',
      tags: ['two'],
      comments: [comment('a', '2026-03-06T09:00:00+02:00')],
    }),
    // Keys that this version escapes, another kind of id, a date instead of text, a record as text.
    legacyEvent(9003, { raw: { ...auditRecord(9003), 'odata.type': 'x', extra: { '50%': 1 } } }),
    legacyEvent(9004, { _id: 'hand-made', tags: ['kept'] }),
    legacyEvent(9005, { timestamp: new Date('2026-03-01T09:00:00Z') }),
    legacyEvent(9006, { raw: JSON.stringify(auditRecord(9006)) }),
    // No record that can be read: the fields of 1.x have to do.
    legacyEvent(9007, { raw: unreadable, actor_display: 'Old Hand', display_summary: 'Old Hand did it', result: 'Failure' }),
    legacyEvent(9008, { raw: null, dedupe_key: null }),
    legacyEvent(9009, { raw: undefined, id: undefined, actor: null, targets: null, tags: null, comments: null }),
    // No time anywhere, or an impossible one.
    legacyEvent(9010, { timestamp: null, raw: unreadable, tags: ['lost?'] }),
    legacyEvent(9011, { timestamp: 'yesterday', raw: null }),
    legacyEvent(9012, { timestamp: '1601-01-01T00:00:00Z', raw: { ...auditRecord(9012), activityDateTime: '1601-01-01T00:00:00Z' } }),
  ];
}
const ODD = { upgraded: 9, merged: 1, rejected: 3 };
const TOTAL = PLAIN + ODD.upgraded;

const ALERT_IDS = Array.from({ length: 3 }, (_, n) => ObjectId.createFromTime(1_772_000_000 + n));
/** Alerts of 1.x: about an event by the id of its source, about one by the id of its document, about one that is gone, and many more. */
const alerts: Document[] = [
  {
    _id: ALERT_IDS[0],
    rule_id: 'r1',
    rule_name: 'Role given',
    severity: 'high',
    status: 'open',
    timestamp: '2026-03-01T08:00:05Z',
    event_id: 'Directory_1',
    acknowledged_at: null,
    note: '2026-03-01 is text',
  },
  {
    _id: ALERT_IDS[1],
    rule_name: 'Role given',
    status: 'resolved',
    timestamp: '2026-03-01T08:01:00Z',
    event_id: legacyEvent(8)._id.toHexString(),
  },
  { _id: ALERT_IDS[2], rule_name: 'Gone', status: 'open', timestamp: '2026-01-01T08:01:00Z', event_id: 'no such event' },
  { _id: 'by-hand', title: 'Text as id', status: 'acknowledged', timestamp: '2026-02-01T08:01:00Z' },
  ...Array.from({ length: 450 }, (_, n) => ({
    rule_name: 'Bulk',
    status: 'open',
    timestamp: '2026-02-02T08:00:00Z',
    event_id: `gone ${n}`,
  })),
];

const others: Record<string, Document[]> = {
  alerts,
  alert_rules: [{ name: 'Rule', enabled: true, created_at: '2025-01-01T00:00:00.123456+00:00' }],
  saved_searches: [{ name: 'Search', filters: { service: 'Directory', start: '2026-01-01T00:00:00Z' } }],
  watermarks: [{ source: 'directory', last_timestamp: '2026-03-01T08:00:00Z' }],
};

async function fill(connection: Connection, plain = PLAIN): Promise<void> {
  const events = collectionOf<Document>(connection, 'events');
  const rows = [...Array.from({ length: plain }, (_, n) => legacyEvent(n)), ...oddEvents()];
  for (let at = 0; at < rows.length; at += 500) await events.insertMany(rows.slice(at, at + 500));
  await events.createIndex({ dedupe_key: 1 }, { name: 'dedupe_key_1', unique: true, sparse: true });
  await events.createIndex({ timestamp: 1 }, { name: 'timestamp_ttl', expireAfterSeconds: 60 });
  await events.createIndex({ actor_display: 'text', raw_text: 'text' }, { name: 'text_1x' });
  await events.createIndex({ service: 1 }, { name: 'service_1' });
  for (const [name, documents] of Object.entries(others))
    await collectionOf<Document>(connection, name).insertMany(documents.map((d) => ({ ...d })));
  await collectionOf<Document>(connection, 'watermarks').createIndex({ source: 1 }, { name: 'source_1', unique: true });
}

describe('upgrade of a 1.x database', () => {
  const databases: TestDatabase[] = [];
  afterAll(() => Promise.all(databases.map((database) => database.stop())));

  async function opened(): Promise<{ connection: Connection; ingestion: Ingestion }> {
    const database = await testDatabase('upgrade');
    databases.push(database);
    return { connection: database.connection, ingestion: await openIngestion(database.connection, parseConfig({})) };
  }
  const input = (change: Partial<UpgradeInput> = {}): UpgradeInput => ({ tenant: TENANT, clock: systemClock, ...change });
  const ctx = systemContext(TENANT, 'test');

  async function everything(connection: Connection): Promise<Record<string, Document[]>> {
    const found: Record<string, Document[]> = {};
    for (const name of ['events', 'facets', 'rejected_records', ...Object.keys(others)])
      found[name] = await collectionOf<Document>(connection, name).find({}).sort({ _id: 1 }).toArray();
    return found;
  }

  /** What must be true of an upgraded database however often it was interrupted. */
  async function expectUpgraded(connection: Connection, ingestion: Ingestion, plain: number): Promise<void> {
    expect(await legacyDocuments(connection)).toEqual({ events: 0, others: {} });
    expect(await pendingMigrations(connection, allCollections)).toEqual([]);
    const events = await ingestion.stores.events.find(ctx, {}).toArray();
    expect(events).toHaveLength(plain + ODD.upgraded);
    expect(await renewLookupKeys(connection, { dryRun: true })).toBe(0);
    expect(await collectionOf<Document>(connection, 'events').countDocuments({})).toBe(plain + ODD.upgraded);
    expect(
      events.every(
        ({ timestamp, ingested_at, _id }) => timestamp instanceof Date && ingested_at instanceof Date && _id instanceof ObjectId,
      ),
    ).toBe(true);
    const facets = await ingestion.stores.facets.find(ctx, { field: { $ne: 'tag' } }).toArray();
    const expected = Object.fromEntries(facetDeltas(events).map((d) => [`${d.field}=${d.value}`, [d.count, d.first, d.last]]));
    expect(Object.fromEntries(facets.map((f) => [`${f.field}=${f.value}`, [f.count, f.first_seen, f.last_seen]]))).toEqual(expected);
    const tags = await ingestion.stores.facets.find(ctx, { field: 'tag' }, { sort: { value: 1 } }).toArray();
    expect(tags.map(({ value, count }) => `${value} ${count}`)).toEqual(['kept 1', 'one 1', 'two 1', 'vip 1']);
    expect(await ingestion.stores.rejected.count(ctx, {}, 100)).toBe(ODD.rejected);
    const merged = events.find((event) => event.id === 'Directory_9002');
    expect([...(merged?.tags ?? [])].sort()).toEqual(['one', 'two']);
    expect(merged?.comments.map(({ text, timestamp }) => [text, timestamp.toISOString()])).toEqual([
      ['a', '2026-03-06T07:00:00.000Z'],
      ['b', '2026-03-07T09:00:00.000Z'],
    ]);
    expect(merged?.ingested_at).toEqual(new Date(1_700_000_000_000));
    await expectAlerts(connection);
  }

  /** Each alert of 1.x is one alert that the queue shows, about the upgraded event where that is there. */
  async function expectAlerts(connection: Connection): Promise<void> {
    const store = alertStore(connection, 15);
    const list = await store.alerts.find(ctx, {}).toArray();
    expect(list).toHaveLength(alerts.length);
    expect(await collectionOf<Document>(connection, 'alerts').countDocuments({})).toBe(alerts.length);
    for (const alert of list) expect(alertSchema.safeParse(toAlert(alert)).error).toBeUndefined();
    const [first, second, third] = ALERT_IDS.map((id) => list.find(({ _id }) => _id === id.toHexString()));
    expect(first).toMatchObject({
      tenant_id: TENANT,
      rule_id: 'r1',
      severity: 'high',
      timestamp: new Date('2026-03-01T08:00:05Z'),
      event_key: 'directory:Directory_1',
      event_keys: ['directory:Directory_1'],
      actor: 'User 1',
      actor_upn: 'u1@contoso.com',
      targets: ['Laptop 1'],
      first_seen: new Date('2026-03-01T08:00:01Z'),
      comments: [{ text: expect.stringContaining('2026-03-01 is text') }],
    });
    expect(second).toMatchObject({ status: 'resolved', event_key: 'directory:Directory_8', closed_at: new Date('2026-03-01T08:01:00Z') });
    // Same person within two hours: one incident.
    expect(second?.incident_id).toBe(first?.incident_id);
    expect(third).toMatchObject({ event_keys: [], event_id: 'no such event', incident_id: third?._id });
    expect(list.find(({ _id }) => _id === 'by-hand')).toMatchObject({ rule_name: 'Text as id', status: 'acknowledged' });
  }

  it('turns everything into what this version stores, loses nothing and changes nothing the second time', async () => {
    const { connection, ingestion } = await opened();
    await fill(connection);
    expect(await pendingMigrations(connection, allCollections)).not.toEqual([]);
    const before = await everything(connection);
    const dry = await upgradeDatabase(connection, ingestion, input({ dryRun: true }));
    expect(dry.events).toEqual({ found: TOTAL + 4, upgraded: TOTAL + 1, merged: 0, rejected: ODD.rejected });
    expect(await everything(connection)).toEqual(before);

    const report = await upgradeDatabase(connection, ingestion, input());
    expect(report.events).toEqual({ found: TOTAL + 4, ...ODD, upgraded: TOTAL });
    expect(dry.alerts).toBe(alerts.length);
    expect(report.alerts).toBe(alerts.length);
    expect(report.others).toEqual({ alerts: alerts.length, alert_rules: 1, saved_searches: 1, watermarks: 1 });
    expect(report.dropped.map((line) => line.split(':')[0] ?? '').toSorted()).toEqual([
      'events.dedupe_key_1',
      'events.text_1x',
      'events.timestamp_ttl',
      'watermarks.source_1',
    ]);
    await expectUpgraded(connection, ingestion, PLAIN);

    const { stores } = ingestion;
    const plain = await stores.events.findOne(ctx, { id: 'Directory_1' });
    expect(plain).toMatchObject({
      source: 'directory',
      dedupe_key: 'directory:Directory_1',
      timestamp: new Date('2026-03-01T08:00:01Z'),
      ingested_at: new Date(STORED_AT.getTime() + 1000),
      actor: { type: 'user', display: 'User 1', upn: 'u1@contoso.com' },
      actor_key: 'user 1\nu1@contoso.com',
      targets: [{ type: 'Device', display: 'Laptop 1' }],
      raw: auditRecord(1),
    });
    expect(plain).not.toHaveProperty('raw_text');
    expect(plain?.entity_keys).toContain('u1@contoso.com');
    expect(plain?.search_text).toContain('Laptop 1');
    const vip = await stores.events.findOne(ctx, { id: 'Directory_9001' });
    expect(vip?.tags).toEqual(['vip']);
    expect(vip?.comments).toMatchObject([
      { id: 'c-first', timestamp: new Date('2026-03-06T09:00:00Z') },
      { text: 'no id', author: 'unknown' },
    ]);
    expect((await stores.events.findOne(ctx, { id: 'Directory_9003' }))?.raw).toMatchObject({ 'odata%2Etype': 'x', extra: { '50%25': 1 } });
    expect(await stores.events.findOne(ctx, { id: 'Directory_9007' })).toMatchObject({
      actor_display: 'Old Hand',
      display_summary: 'Old Hand did it',
      result: 'failure',
      raw: unreadable,
    });
    const lost = await stores.rejected.find(ctx, {}, { sort: { location: 1 } }).toArray();
    expect(lost.map(({ reason }) => reason).toSorted()).toEqual(['no_timestamp', 'no_timestamp', 'timestamp_out_of_range']);
    expect(lost.map(({ record }) => String(JSON.parse(record).id)).toSorted()).toEqual([
      'Directory_9010',
      'Directory_9011',
      'Directory_9012',
    ]);

    const [watermark] = await collectionOf<Document>(connection, 'watermarks').find({}).toArray();
    expect(watermark).toMatchObject({ tenant_id: TENANT, source_1x: 'directory', last_timestamp: new Date('2026-03-01T08:00:00Z') });
    expect(watermark).not.toHaveProperty('source');

    const after = await everything(connection);
    for (const rescan of [false, true])
      expect(await upgradeDatabase(connection, ingestion, input({ rescan }))).toEqual({
        events: { found: 0, upgraded: 0, merged: 0, rejected: 0 },
        others: {},
        alerts: 0,
        renewed: 0,
        dropped: [],
        created: [],
      });
    expect(await everything(connection)).toEqual(after);
    // What the APIs still deliver of the old time is recognised.
    const again = await storeRecords(ctx, ingestion, page(Array.from({ length: 50 }, (_, n) => auditRecord(n))));
    expect(again).toMatchObject({ stored: 0, duplicates: 50 });
  }, 120_000);

  it('ends the same when it is cut off between batches or before the facets, and other processes refuse the database meanwhile', async () => {
    const { connection, ingestion } = await opened();
    const plain = 1200;
    await fill(connection, plain);
    for (let cut = 0; cut < 2; cut += 1) {
      const stop = new AbortController();
      const interrupted = input({ signal: stop.signal, onProgress: () => stop.abort(new Error('the process is gone')) });
      await expect(upgradeDatabase(connection, ingestion, interrupted)).rejects.toThrow('gone');
      expect(await pendingMigrations(connection, allCollections)).toContain('an upgrade from 1.x that has not ended');
    }
    const left = await legacyDocuments(connection);
    expect(left.events).toBeLessThanOrEqual(plain + 13 - 1000);
    const facets = new Proxy(ingestion.stores.facets, {
      get: (target, name) =>
        name === 'bulkUpsert' ? () => Promise.reject(new Error('the process is gone')) : Reflect.get(target, name).bind(target),
    });
    await expect(upgradeDatabase(connection, { ...ingestion, stores: { ...ingestion.stores, facets } }, input())).rejects.toThrow('gone');
    expect((await legacyDocuments(connection)).events).toBe(0);
    expect(await pendingMigrations(connection, allCollections)).not.toEqual([]);
    await upgradeDatabase(connection, ingestion, input());
    await expectUpgraded(connection, ingestion, plain);
  }, 120_000);

  it.each(['bulkWrite', 'insertOne', 'deleteOne', 'deleteMany', 'updateOne'] as const)(
    'ends the same when the process dies just after its first %s',
    async (operation) => {
      const { connection, ingestion } = await opened();
      await fill(connection, 10);
      const prototype: object = Object.getPrototypeOf(collectionOf<Document>(connection, 'events'));
      const original: unknown = Reflect.get(prototype, operation);
      if (typeof original !== 'function') throw new Error(`the driver has no ${operation}`);
      const dying = async function (this: { collectionName: string }, ...args: unknown[]): Promise<unknown> {
        const result: unknown = await Reflect.apply(original, this, args);
        if (['events', 'rejected_records', 'alerts'].includes(this.collectionName)) throw new Error('the process is gone');
        return result;
      };
      Reflect.set(prototype, operation, dying);
      try {
        await expect(upgradeDatabase(connection, ingestion, input())).rejects.toThrow('gone');
      } finally {
        Reflect.set(prototype, operation, original);
      }
      await upgradeDatabase(connection, ingestion, input());
      await expectUpgraded(connection, ingestion, 10);
    },
    60_000,
  );

  it('prepares an empty database and completes one of an earlier 2.x without touching its events', async () => {
    const { connection, ingestion } = await opened();
    const first = await upgradeDatabase(connection, ingestion, input());
    expect(first.created.length).toBeGreaterThan(20);
    expect(await pendingMigrations(connection, allCollections)).toEqual([]);
    await ensureIndexes(connection, allCollections);
    await storeRecords(ctx, ingestion, page([auditRecord(1), auditRecord(2)]));
    await collectionOf<Document>(connection, 'migrations').updateOne({ _id: 'schema' as never }, { $set: { version: 2 } });
    const before = await everything(connection);
    expect(await upgradeDatabase(connection, ingestion, input())).toMatchObject({
      events: { found: 0 },
      renewed: 0,
      dropped: [],
      created: ['events.tenant_tag_newest', 'events.tenant_entity_newest', 'events.tenant_lookup_newest'],
    });
    expect(await everything(connection)).toEqual(before);
    await recordSchemaVersion(connection, new Date());
  }, 60_000);

  it('finds documents of 1.x that were restored into a current database when it is told to look', async () => {
    const { connection, ingestion } = await opened();
    await upgradeDatabase(connection, ingestion, input());
    await collectionOf<Document>(connection, 'events').insertOne(legacyEvent(1));
    expect((await upgradeDatabase(connection, ingestion, input())).events.found).toBe(0);
    expect((await upgradeDatabase(connection, ingestion, input({ rescan: true }))).events).toMatchObject({ found: 1, upgraded: 1 });
  }, 60_000);
});
