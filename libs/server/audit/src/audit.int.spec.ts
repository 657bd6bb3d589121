import { tenantIdSchema, type AuditFilter, type TenantId } from '@aoc/contracts';
import { requestContext, NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import { collectionOf, ensureIndexes } from '@aoc/server/mongo';
import { testDatabase, type TestDatabase } from '@aoc/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { auditHeadCollection, auditLogCollection, type AuditHeadDocument, type AuditRowDocument } from './audit.schema';
import { openAuditTrail, type AuditTrail } from './audit-trail.repository';
import { exportAudit } from './export-audit';
import { listAudit } from './list-audit';
import { recordAudit } from './record-audit';
import { recordWork, requireSeal } from './record-work';
import { rowHash } from './row-hash';
import { verifyAudit } from './verify-audit';

const keys = { ENCRYPTION_KEY: randomBytes(32).toString('base64'), ENCRYPTION_KEY_PREVIOUS: [] };
const noKeys = { ENCRYPTION_KEY: '', ENCRYPTION_KEY_PREVIOUS: [] };
const aTenant = (): TenantId => tenantIdSchema.parse(randomUUID());
const contextOf = (tenantId: TenantId, requestId = 'r', actor = { id: 'u1', display: 'Ana' }): TenantContext =>
  requestContext({ tenantId, actor: { ...actor, kind: 'user' }, role: 'admin', privacy: NO_PRIVACY_LIMITS, requestId });

describe('the audit trail', () => {
  let database: TestDatabase;
  let trail: AuditTrail;
  beforeAll(async () => {
    database = await testDatabase('audit');
    await ensureIndexes(database.connection, [auditLogCollection, auditHeadCollection]);
    trail = openAuditTrail(database.connection, keys);
  });
  afterAll(() => database.stop());

  const log = () => collectionOf<AuditRowDocument>(database.connection, auditLogCollection.name);
  const heads = () => collectionOf<AuditHeadDocument>(database.connection, auditHeadCollection.name);
  async function write(tenantId: TenantId, count: number, to = trail): Promise<TenantContext> {
    for (let n = 1; n <= count; n++)
      await recordAudit(contextOf(tenantId, `r${n}`), to, { action: n % 2 ? 'setTags' : 'deleteRule', target: `t${n}`, outcome: 'ok' });
    return contextOf(tenantId);
  }

  it('is one whole chain when eight writers that know nothing of each other write at once', async () => {
    const tenantId = aTenant();
    const writers = Array.from({ length: 8 }, () => openAuditTrail(database.connection, keys));
    const links = await Promise.all(
      writers.map(async (writer, w) => {
        const own = [];
        for (let wave = 0; wave < 5; wave++) {
          const rows = Array.from({ length: 10 }, (_, n) => contextOf(tenantId, `w${w}-${wave}-${n}`));
          own.push(...(await Promise.all(rows.map((ctx) => recordAudit(ctx, writer, { action: 'setTags', outcome: 'ok' })))));
        }
        return own;
      }),
    );
    const places = links.flat().map(({ seq }) => seq);
    expect(places.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
    for (const own of links) expect(own.map(({ seq }) => seq)).toEqual(own.map(({ seq }) => seq).toSorted((a, b) => a - b));
    const verdict = await verifyAudit(contextOf(tenantId), trail);
    expect(verdict).toMatchObject({ state: 'whole', rows: 400, broken: null, unsealed_rows: 0, seals_checked: true });
    expect(verdict.head).toEqual(links.flat().find(({ seq }) => seq === 400));
    expect(await log().distinct('request_id', { tenant_id: tenantId })).toHaveLength(400);
  }, 60_000);

  it('takes no row about work of a process that lacks its key', async () => {
    const tenantId = aTenant();
    const ctx = contextOf(tenantId, 'job-1');
    const bare = openAuditTrail(database.connection, noKeys);
    expect(await recordWork(ctx, bare, { action: 'retention', outcome: 'ok' })).toMatchObject({ seq: 1 });
    await recordWork(ctx, trail, { action: 'retention', outcome: 'ok' });
    await expect(recordWork(ctx, bare, { action: 'retention', outcome: 'ok' })).rejects.toMatchObject({
      detail: expect.stringContaining('ENCRYPTION_KEY'),
    });
    const other = openAuditTrail(database.connection, { ...noKeys, ENCRYPTION_KEY: randomBytes(32).toString('base64') });
    await expect(requireSeal(ctx, other)).rejects.toMatchObject({ detail: expect.stringContaining('ENCRYPTION_KEY_PREVIOUS') });
    expect(await verifyAudit(ctx, trail)).toMatchObject({ state: 'whole', rows: 2 });
  });

  it('takes rows of one process together, and gives each caller its own place', async () => {
    const ctx = contextOf(aTenant());
    const links = await Promise.all(
      Array.from({ length: 100 }, (_, n) => recordAudit(ctx, trail, { action: 'setTags', target: `t${n}`, outcome: 'ok' })),
    );
    const rows = await log().find({ tenant_id: ctx.tenantId }).sort({ seq: 1 }).toArray();
    expect(rows.map(({ target, hash }) => [target, hash])).toEqual(links.map(({ hash }, n) => [`t${n}`, hash]));
    expect(await verifyAudit(ctx, trail)).toMatchObject({ state: 'whole', rows: 100, head: links[99] });
  });

  it('is whole whatever texts callers send', async () => {
    const ctx = contextOf(aTenant(), 'r', { id: '\ud800', display: `a\u0000b\n${'😀'.repeat(300)}` });
    const detail = {
      'a.b': 'x',
      $c: `\udfff${'y'.repeat(1000)}`,
      n: NaN,
      list: Array.from({ length: 99 }, () => 'é'),
      yes: true,
      none: null,
    };
    await recordAudit(ctx, trail, { action: 'setTags', target: `${'z'.repeat(255)}😀`, outcome: 'refused', detail });
    const [row] = (await listAudit(ctx, trail, { filter: {}, pageSize: 10 })).items;
    expect(row?.actor.display.length).toBe(256);
    expect(row?.detail).toMatchObject({ n: null, yes: true, none: null });
    expect(row?.detail.list).toHaveLength(20);
    expect(await verifyAudit(ctx, trail)).toMatchObject({ state: 'whole', rows: 1 });
  });

  it.each<[string, string, number, (tenant_id: TenantId) => Promise<unknown>]>([
    ['a row is changed', 'changed', 4, (tenant_id) => log().updateOne({ tenant_id, seq: 4 }, { $set: { 'actor.id': 'u2' } })],
    ['a row is deleted', 'missing', 4, (tenant_id) => log().deleteOne({ tenant_id, seq: 4 })],
    ['the first row is deleted', 'missing', 1, (tenant_id) => log().deleteOne({ tenant_id, seq: 1 })],
    ['the last row is deleted', 'tail_cut', 9, (tenant_id) => log().deleteOne({ tenant_id, seq: 9 })],
    ['the tail is cut off', 'tail_cut', 5, (tenant_id) => log().deleteMany({ tenant_id, seq: { $gte: 5 } })],
    ['all rows are deleted', 'tail_cut', 1, (tenant_id) => log().deleteMany({ tenant_id })],
    [
      'the tail is cut off and the head moved back with the mark of the row',
      'head_changed',
      4,
      async (tenant_id) => {
        const row = await log().findOne({ tenant_id, seq: 4 });
        await log().deleteMany({ tenant_id, seq: { $gte: 5 } });
        await heads().updateOne({ _id: tenant_id }, { $set: { seq: 4, hash: row?.hash ?? '', mac: row?.mac ?? null } });
      },
    ],
    ['the head loses its mark', 'head_changed', 9, (tenant_id) => heads().updateOne({ _id: tenant_id }, { $set: { mac: null } })],
    ['the head is deleted', 'head_missing', 9, (tenant_id) => heads().deleteOne({ _id: tenant_id })],
    [
      'a row is put elsewhere',
      'reordered',
      4,
      async (tenant_id) => {
        await log().updateOne({ tenant_id, seq: 4 }, { $set: { seq: 99 } });
        await log().updateOne({ tenant_id, seq: 7 }, { $set: { seq: 4 } });
        await log().updateOne({ tenant_id, seq: 99 }, { $set: { seq: 7 } });
      },
    ],
    [
      'the last row is written anew with its hash',
      'changed',
      9,
      async (tenant_id) => {
        const row = await log().findOne({ tenant_id, seq: 9 });
        const changed = { ...row, target: 'harmless' };
        await log().updateOne({ tenant_id, seq: 9 }, { $set: { target: 'harmless', hash: rowHash(changed) } });
      },
    ],
  ])('is broken when %s', async (_what, kind, seq, tamper) => {
    const tenantId = aTenant();
    const ctx = await write(tenantId, 9);
    expect(await verifyAudit(ctx, trail)).toMatchObject({ state: 'whole', rows: 9 });
    await tamper(tenantId);
    expect(await verifyAudit(ctx, trail)).toMatchObject({ state: 'broken', broken: { kind, seq }, head: null });
  });

  it('is broken when a row is there twice', async () => {
    const own = await testDatabase('audit_twice');
    try {
      const [log, head] = [auditLogCollection, auditHeadCollection];
      await ensureIndexes(own.connection, [{ ...log, indexes: log.indexes.map((index) => ({ ...index, unique: false })) }, head]);
      const there = openAuditTrail(own.connection, keys);
      const ctx = await write(aTenant(), 5, there);
      const rows = collectionOf<AuditRowDocument>(own.connection, log.name);
      const row = await rows.findOne({ seq: 3 }, { projection: { _id: 0 } });
      if (row) await rows.insertOne(row);
      expect((await verifyAudit(ctx, there)).broken).toMatchObject({ kind: 'duplicated', seq: 3 });
    } finally {
      await own.stop();
    }
  });

  it('does not close over rows that were cut off: new ones go on behind the place of the last', async () => {
    const tenantId = aTenant();
    const ctx = await write(tenantId, 6);
    await log().deleteMany({ tenant_id: tenantId, seq: { $gte: 4 } });
    expect(await recordAudit(ctx, trail, { action: 'setTags', outcome: 'ok' })).toMatchObject({ seq: 7 });
    expect(await verifyAudit(ctx, trail)).toMatchObject({
      state: 'broken',
      broken: { kind: 'missing', seq: 4, detail: 'Rows 4 to 6 are missing.' },
    });
  });

  it('that is put back as it was some time ago is told by a place that was noted elsewhere', async () => {
    const tenantId = aTenant();
    const ctx = await write(tenantId, 3);
    const old = await heads().findOne({ _id: tenantId });
    const anchor = (await verifyAudit(await write(tenantId, 2), trail)).head ?? { seq: 0, hash: '' };
    expect(await verifyAudit(ctx, trail, { anchor })).toMatchObject({ state: 'whole' });
    await log().deleteMany({ tenant_id: tenantId, seq: { $gt: 3 } });
    if (old) await heads().replaceOne({ _id: tenantId }, old);
    expect(await verifyAudit(ctx, trail)).toMatchObject({ state: 'whole', rows: 3 });
    expect(await verifyAudit(ctx, trail, { anchor })).toMatchObject({ state: 'broken', broken: { kind: 'not_the_anchor', seq: 4 } });
  });

  it('says which rows are from before there was a key, and needs its previous keys', async () => {
    const tenantId = aTenant();
    await write(tenantId, 2, openAuditTrail(database.connection, noKeys));
    const ctx = await write(tenantId, 2);
    expect(await verifyAudit(ctx, trail)).toMatchObject({ state: 'whole', rows: 4, unsealed_rows: 2 });
    const next = { ENCRYPTION_KEY: randomBytes(32).toString('base64'), ENCRYPTION_KEY_PREVIOUS: [keys.ENCRYPTION_KEY] };
    await write(tenantId, 1, openAuditTrail(database.connection, next));
    expect(await verifyAudit(ctx, openAuditTrail(database.connection, next))).toMatchObject({ state: 'whole', rows: 5 });
    expect(await verifyAudit(ctx, trail)).toMatchObject({ state: 'broken', broken: { kind: 'unknown_key', seq: 5 } });
    const without = openAuditTrail(database.connection, noKeys);
    expect(await verifyAudit(ctx, without)).toMatchObject({ state: 'whole', seals_checked: false });
    await write(tenantId, 1, without);
    expect(await verifyAudit(ctx, openAuditTrail(database.connection, next))).toMatchObject({ broken: { kind: 'unsealed', seq: 6 } });
  });

  it('is checked in parts of bounded size', async () => {
    const ctx = await write(aTenant(), 7);
    const first = await verifyAudit(ctx, trail, { limit: 3 });
    expect(first).toMatchObject({ state: 'unfinished', from_seq: 1, to_seq: 3, rows: 3, next_seq: 4, head: null });
    expect(await verifyAudit(ctx, trail, { fromSeq: 4, limit: 4 })).toMatchObject({ state: 'whole', to_seq: 7, rows: 4, next_seq: null });
    await expect(verifyAudit(ctx, trail, { fromSeq: 9 })).rejects.toMatchObject({ code: 'bad_request' });
    expect(await verifyAudit(contextOf(aTenant()), trail)).toMatchObject({ state: 'whole', rows: 0, to_seq: 0, head: null });
  });

  it('is listed newest first, by page and filter, and exported in the order of the chain; other tenants see nothing of it', async () => {
    const tenantId = aTenant();
    const ctx = await write(tenantId, 7);
    await recordAudit(contextOf(tenantId, 'r8', { id: 'u2', display: 'Bob' }), trail, {
      action: 'setTags',
      target: 't1',
      outcome: 'failed',
    });
    const seqs = async (filter: AuditFilter) => (await listAudit(ctx, trail, { filter, pageSize: 100 })).items.map(({ seq }) => seq);
    expect(await seqs({})).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    expect(await seqs({ actor: 'Bob' })).toEqual([8]);
    expect(await seqs({ actor: 'u1', action: 'deleteRule' })).toEqual([6, 4, 2]);
    expect(await seqs({ target: 't1' })).toEqual([8, 1]);
    expect(await seqs({ outcome: 'failed' })).toEqual([8]);
    expect(await seqs({ end: new Date(0) })).toEqual([]);
    expect(await seqs({ start: new Date(0) })).toHaveLength(8);
    const one = await listAudit(ctx, trail, { filter: {}, pageSize: 5 });
    expect(one).toMatchObject({ total: 8, total_is_exact: true });
    const two = await listAudit(ctx, trail, { filter: {}, pageSize: 5, cursor: one.next_cursor ?? '' });
    expect([...one.items, ...two.items].map(({ seq }) => seq)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    expect(two).toMatchObject({ next_cursor: null, total: -1, total_is_exact: false });
    const foreign = contextOf(aTenant());
    await expect(listAudit(foreign, trail, { filter: {}, pageSize: 5, cursor: one.next_cursor ?? '' })).rejects.toMatchObject({
      code: 'bad_cursor',
    });
    expect((await listAudit(foreign, trail, { filter: {}, pageSize: 5 })).items).toEqual([]);
    const lines = [];
    for await (const line of exportAudit(ctx, trail, { action: 'setTags' })) lines.push(line);
    expect(lines.map((line) => ('end' in line ? line : line.seq))).toEqual([
      1,
      3,
      5,
      7,
      8,
      { end: true, rows: 5, head: expect.objectContaining({ seq: 8 }) },
    ]);
    const [row] = lines;
    if (!row || 'end' in row) throw new Error('no row');
    // What an outsider computes from an exported row.
    expect(rowHash(JSON.parse(JSON.stringify(row)))).toBe(row.hash);
  });
});
