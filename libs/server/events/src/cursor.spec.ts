import fc from 'fast-check';
import { decodeCursor, encodeCursor, type SortDirection } from './cursor';

const id = fc.stringMatching(/^[0-9a-f]{24}$/);
const sort = fc.constantFrom<SortDirection>('asc', 'desc');
const timestamp = fc.date({ noInvalidDate: true });

describe('cursor', () => {
  it('brings back the position that it was made of', () => {
    fc.assert(
      fc.property(timestamp, id, sort, fc.string(), (time, _id, direction, binding) => {
        const position = { timestamp: time, id: _id };
        expect(decodeCursor(encodeCursor(position, direction, binding), direction, binding)).toEqual(position);
      }),
    );
  });

  it('is refused with one character changed, in another order and for another list', () => {
    fc.assert(
      fc.property(timestamp, id, fc.nat(39), fc.constantFrom(...'AZaz09-_'), (time, _id, at, letter) => {
        const cursor = encodeCursor({ timestamp: time, id: _id }, 'desc', 'list');
        fc.pre(cursor[at] !== letter);
        expect(() => decodeCursor(`${cursor.slice(0, at)}${letter}${cursor.slice(at + 1)}`, 'desc', 'list')).toThrow(
          'The cursor is damaged',
        );
        expect(() => decodeCursor(cursor, 'asc', 'list')).toThrow('The cursor is damaged');
        expect(() => decodeCursor(cursor, 'desc', 'other list')).toThrow('The cursor is damaged');
      }),
    );
  });

  // The checksum is no secret, so anyone can make a sound cursor with any time.
  it('is refused when it was made of a time that no date has', () => {
    const far = { getTime: () => 8_640_000_000_000_001 } as Date;
    expect(() => decodeCursor(encodeCursor({ timestamp: far, id: '0'.repeat(24) }, 'desc', 'x'), 'desc', 'x')).toThrow(
      'The cursor is damaged',
    );
  });
});
