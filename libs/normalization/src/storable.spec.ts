import fc from 'fast-check';
import { fromStorableRaw, toStorableRaw } from './storable';

const hostile = fc.oneof(
  fc.string(),
  fc.constantFrom('$where', '$', 'a.b', '.', '\0', 'a\0b', '__proto__', '%24', '%', '%5F_proto__', 'constructor', '@odata.type'),
);
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(hostile, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

function* keysOf(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (!Array.isArray(value)) yield key;
    yield* keysOf(member);
  }
}

describe('toStorableRaw', () => {
  it('is reversible', () => fc.assert(fc.property(json, (value) => expect(fromStorableRaw(toStorableRaw(value))).toEqual(value))));

  it('leaves no key that the database refuses', () =>
    fc.assert(
      fc.property(json, (value) => {
        for (const key of keysOf(toStorableRaw(value))) expect(key).not.toMatch(/^\$|[.\0]|^__proto__$/);
      }),
    ));

  it('escapes as documented', () => {
    const parsed: unknown = JSON.parse('{"$set":1,"a.b":{"__proto__":2},"x\\u0000y":3,"50%":4,"plain$":5}');
    expect(toStorableRaw(parsed)).toEqual({ '%24set': 1, 'a%2Eb': { '%5F_proto__': 2 }, 'x%00y': 3, '50%25': 4, plain$: 5 });
  });

  it('shares what needs no change', () => {
    const raw = { a: [{ b: 'x.y' }] };
    expect(toStorableRaw(raw)).toBe(raw);
  });
});
