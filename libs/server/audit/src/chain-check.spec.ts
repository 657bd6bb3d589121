import { tenantIdSchema } from '@aoc/contracts';
import { macBox } from '@aoc/server/secrets';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { AuditRowDocument } from './audit.schema';
import { canonicalJson } from './canonical-json';
import { ChainCheck } from './chain-check';
import { GENESIS, ROW_MARK, rowHash } from './row-hash';

const key = randomBytes(32).toString('base64');
const macs = macBox({ current: key });
const noMacs = macBox({ current: '' });
const tenant = tenantIdSchema.parse('default');

function chainOf(length: number, marks = macs): AuditRowDocument[] {
  const rows: AuditRowDocument[] = [];
  for (let seq = 1; seq <= length; seq++) {
    const row = {
      tenant_id: tenant,
      seq,
      at: new Date(Date.UTC(2026, 0, 1, 0, 0, seq)),
      actor: { id: `u${seq % 3}`, display: 'Ana', kind: 'user' as const },
      role: 'admin',
      action: 'deleteRule',
      target: `rule-${seq}`,
      request_id: `r${seq}`,
      outcome: 'ok' as const,
      detail: { status: 204, words: ['a', 'b'] },
      prev_hash: rows.at(-1)?.hash ?? GENESIS,
    };
    const hash = rowHash(row);
    rows.push({ ...row, hash, mac: marks.mark(ROW_MARK, hash) });
  }
  return rows;
}
const check = (rows: readonly AuditRowDocument[], marks = macs) => {
  const walk = new ChainCheck(marks, { seq: 0, hash: GENESIS });
  for (const row of rows) {
    const broken = walk.take(row);
    if (broken) return broken;
  }
  return null;
};
/** The row with another content and the hash of it, as somebody without the key would write it. */
const rewritten = (row: AuditRowDocument, change: Partial<AuditRowDocument>): AuditRowDocument => {
  const changed = { ...row, ...change };
  return { ...changed, hash: rowHash(changed) };
};
/** All rows from `index` on written anew so that each hash and link fits. */
function rewrittenFrom(rows: AuditRowDocument[], index: number, mac: (row: AuditRowDocument) => string | null): AuditRowDocument[] {
  const made = rows.slice(0, index);
  for (const row of rows.slice(index)) {
    const next = rewritten(row, { target: 'harmless', prev_hash: made.at(-1)?.hash ?? GENESIS });
    made.push({ ...next, mac: mac(next) });
  }
  return made;
}

describe('the chain of the audit trail', () => {
  const rows = chainOf(12);
  const at = (index: number): AuditRowDocument => {
    const row = rows[index];
    if (!row) throw new Error(`no row ${index}`);
    return row;
  };
  const put = (index: number, ...instead: AuditRowDocument[]) => [...rows.slice(0, index), ...instead, ...rows.slice(index + 1)];
  const other = macBox({ current: randomBytes(32).toString('base64') });

  it('is whole as it was written, with the key and without', () => {
    expect(check(rows)).toBeNull();
    expect(check(rows, noMacs)).toBeNull();
    expect(check(chainOf(12, noMacs))).toBeNull();
  });

  it.each([
    ['a member is changed', put(4, { ...at(4), target: 'other' }), 'changed', 5],
    ['a time is changed', put(4, { ...at(4), at: new Date(0) }), 'changed', 5],
    ['a time becomes a text', put(4, { ...at(4), at: at(4).at.toISOString() as unknown as Date }), null, 0],
    ['a member is added', put(4, Object.assign({ note: 'x' }, at(4))), 'changed', 5],
    ['the detail is gone', put(4, { ...at(4), detail: null as unknown as AuditRowDocument['detail'] }), 'changed', 5],
    ['the mark is no text', put(4, { ...at(4), mac: 7 as unknown as string }), 'changed', 5],
    ['a row is given a new hash', put(4, rewritten(at(4), { target: 'other' })), 'changed', 5],
    ['a row is deleted', put(4), 'missing', 5],
    ['the first row is deleted', put(0), 'missing', 1],
    ['a row is there twice', put(4, at(4), at(4)), 'duplicated', 5],
    ['two rows change places', put(4, { ...at(5), seq: 5 }).map((row, i) => (i === 5 ? { ...at(4), seq: 6 } : row)), 'reordered', 5],
    ['a row is moved to the end', put(4).map((row, i) => (i >= 4 ? { ...row, seq: i + 1 } : row)), 'reordered', 5],
    ['everything behind a row is written anew', rewrittenFrom(rows, 4, (row) => row.mac), 'changed', 5],
    ['that without marks', rewrittenFrom(rows, 4, () => null), 'unsealed', 5],
    ['that with marks under another key', rewrittenFrom(rows, 4, (row) => other.mark(ROW_MARK, row.hash)), 'unknown_key', 5],
  ])('tells when %s', (_what, broken, kind, seq) => {
    if (kind === null) expect(check(broken)).toBeNull();
    else expect(check(broken)).toMatchObject({ kind, seq });
  });

  it('without the key finds a row with a new hash at the link behind it, and nothing when all was written anew', () => {
    expect(check(put(4, rewritten(at(4), { target: 'other' })), noMacs)).toMatchObject({ kind: 'changed', seq: 6 });
    expect(check(rewrittenFrom(rows, 4, () => null).slice(0, 4), noMacs)).toBeNull();
    expect(
      check(
        rewrittenFrom(chainOf(12, noMacs), 4, () => null),
        noMacs,
      ),
    ).toBeNull();
  });

  it('does not fit once any of its rows is changed, deleted, moved or repeated', () => {
    const place = fc.nat({ max: rows.length - 2 });
    const change = fc.oneof(
      fc.record({ kind: fc.constant('target'), at: place, value: fc.string() }),
      fc.record({ kind: fc.constantFrom('delete', 'repeat', 'swap'), at: place, value: fc.constant('') }),
    );
    fc.assert(
      fc.property(change, ({ kind, at: index, value }) => {
        const row = at(index);
        fc.pre(kind !== 'target' || value !== row.target);
        if (kind === 'target') return check(put(index, { ...row, target: value })) !== null;
        if (kind === 'delete') return check(put(index)) !== null;
        if (kind === 'repeat') return check(put(index, row, row)) !== null;
        return check(rows.toSpliced(index, 2, at(index + 1), row)) !== null;
      }),
    );
  });
});

describe('canonical JSON', () => {
  it('is the same text whatever the order of members, and reads back as the same value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
  it('writes instants in UTC and leaves out what is not there', () => {
    expect(canonicalJson({ b: new Date(0), a: undefined, c: [1, undefined] })).toBe('{"b":"1970-01-01T00:00:00.000Z","c":[1,null]}');
  });
});
