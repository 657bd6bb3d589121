import { serialize } from 'bson';
import { splitSequence } from './bson-bytes';
import { decode } from './command';
import { mergeRetry, planRetry } from './write-retry';

const upsert = (key: string) => ({ q: { tenant: 't', key }, u: { $set: { n: 1 } }, upsert: true });
const sequence = (statements: object[]): Buffer => Buffer.concat(statements.map((statement) => Buffer.from(serialize(statement))));
const duplicate = (index: number, key: string) => ({
  index,
  code: 11000,
  errmsg: '',
  keyPattern: { tenant: 1, key: 1 },
  keyValue: { tenant: 't', key },
});
const keysOf = (documents: Buffer | undefined): unknown[] =>
  splitSequence(documents ?? Buffer.alloc(0)).map((bytes) => decode(bytes).q.key);

describe('planning another run', () => {
  const documents = sequence([upsert('a'), upsert('b'), { ...upsert('c'), upsert: false }, { ...upsert('d'), q: { other: 1 } }]);

  it('takes upserts that lost a race for the very key of their filter, and nothing else', () => {
    const errors = [duplicate(1, 'b'), duplicate(2, 'c'), duplicate(3, 'd'), { index: 0, code: 2, errmsg: '' }];
    const retry = planRetry(documents, false, errors);
    expect(retry?.indexes).toEqual([1]);
    expect(keysOf(retry?.documents)).toEqual(['b']);
  });

  it('takes deadlocks whatever the statement', () => {
    expect(planRetry(documents, false, [{ index: 2, code: 112, errmsg: '' }])?.indexes).toEqual([2]);
  });

  it('goes on from the error in an ordered batch', () => {
    expect(planRetry(documents, true, [duplicate(1, 'b')])?.indexes).toEqual([1, 2, 3]);
  });

  it('leaves real duplicates of another key alone', () => {
    expect(planRetry(documents, false, [duplicate(1, 'x')])).toBeUndefined();
  });
});

describe('merging replies', () => {
  it('adds counts and puts positions back', () => {
    const before = { ok: 1, n: 2, nModified: 1, upserted: [{ index: 0, _id: 'a' }], writeErrors: [duplicate(1, 'b'), duplicate(3, 'd')] };
    const after = { ok: 1, n: 1, nModified: 0, upserted: [{ index: 0, _id: 'b' }] };
    expect(mergeRetry(before, after, { documents: Buffer.alloc(0), indexes: [1] })).toEqual({
      ok: 1,
      n: 3,
      nModified: 1,
      upserted: [
        { index: 0, _id: 'a' },
        { index: 1, _id: 'b' },
      ],
      writeErrors: [duplicate(3, 'd')],
    });
  });
});
