import { emptyNote, toCoverage } from './coverage';
import { lined } from './lined';
import { askedPage, packCursor } from './range-cursor';
import { clip, clipName, withinTokens } from './shorten';
import { fitting, tokensOf } from './tokens';

describe('compact answers', () => {
  it.each([
    ['Update user in directory', 4, 8],
    ['4c2a9a5e-1b7d-4a58-8a56-7a3f0a2b9c10', 24, 30],
    ['2026-01-31T08:15:00Z', 13, 18],
    ['alice.adams@contoso.com', 8, 12],
    ['["a","b","c"]', 7, 12],
    ['日本語です', 4, 8],
  ])('estimate the tokens of %s from above', (text, least, most) => {
    expect(tokensOf(text)).toBeGreaterThanOrEqual(least);
    expect(tokensOf(text)).toBeLessThanOrEqual(most);
  });

  it.each([
    ['short', 10, 'short'],
    ['exactly-10', 10, 'exactly-10'],
    ['much longer', 10, 'much long…'],
    ['😀😀😀', 4, '😀�…'],
  ])('clip %s to %i', (text, most, clipped) => {
    expect(clip(text, most)).toBe(clipped);
    expect(clip(text, most).length).toBeLessThanOrEqual(most);
  });

  it('keep the name of an address when the domain does not fit', () => {
    expect(clipName('alice.adams@contoso.com', 16)).toBe('alice.adams@…');
    expect(clipName('alice.adams@contoso.com', 8)).toBe('alice.a…');
    expect(clipName('alice@contoso.com', 40)).toBe('alice@contoso.com');
  });

  it('shorten texts, lists and depth of a record until it fits, and say so', () => {
    const small = { a: ['x'], b: null, c: 1 };
    expect(withinTokens(small, 100)).toEqual({ value: small, cut: false });
    const text = withinTokens({ policy: 'word '.repeat(2000), name: 'kept' }, 400);
    expect(text).toMatchObject({ cut: true, value: { name: 'kept', policy: expect.stringMatching(/… \(\d+ more characters\)$/) } });
    const list = withinTokens({ items: Array.from({ length: 5000 }, (_, i) => `item ${i}`) }, 300);
    expect(JSON.stringify(list.value)).toMatch(/more\)"\]/);
    let deep: unknown = 'bottom';
    for (let i = 0; i < 10_000; i += 1) deep = { deep };
    expect(JSON.stringify(withinTokens(deep, 200))).toContain('nested too deep');
    expect(withinTokens(Object.fromEntries(Array.from({ length: 9000 }, (_, i) => [`name ${i} of many`, i])), 50)).toEqual({
      value: null,
      cut: true,
    });
  });

  it('take the fullest form that is small enough', () => {
    const asked: number[] = [];
    const compose = (size: number) => {
      asked.push(size);
      return { size };
    };
    expect(fitting([9, 5, 2], compose, ({ size }) => size < 6)).toEqual({ size: 5 });
    expect(fitting([9, 8], compose, ({ size }) => size < 6)).toEqual({ size: 8 });
    expect(asked).toEqual([9, 5, 9, 8]);
  });

  it('write tables as lines, whatever their cells hold', () => {
    const table = {
      columns: ['a', 'b'],
      rows: [
        ['1', null],
        ['x|y', 'two\nlines'],
      ],
    };
    expect(lined({ total: 2, ...table, alerts: table, list: [1] })).toEqual({
      total: 2,
      columns: 'a|b',
      rows: ['1|', 'x/y|two lines'],
      alerts: { columns: 'a|b', rows: ['1|', 'x/y|two lines'] },
      list: [1],
    });
  });

  it('put the gaps of a source together, and say what nothing found means', () => {
    const gap = (source: 'signin' | 'intune', start: number) => ({
      source,
      start: `2026-01-0${start}T00:00:00.000Z`,
      end: `2026-01-0${start + 1}T00:00:00.000Z`,
      state: 'missing' as const,
    });
    const coverage = toCoverage({ state: 'partial', gaps: [gap('signin', 3), gap('intune', 2), gap('signin', 1)] });
    expect(coverage.gaps).toEqual([
      { source: 'signin', state: 'missing', from: '2026-01-01T00:00:00Z', to: '2026-01-04T00:00:00Z', gaps: 2 },
      { source: 'intune', state: 'missing', from: '2026-01-02T00:00:00Z', to: '2026-01-03T00:00:00Z', gaps: 1 },
    ]);
    expect(emptyNote(coverage)).toMatch(/not been read from signin, intune: this does not prove/);
    expect(emptyNote({ state: 'complete', gaps: [] })).toMatch(/covered completely/);
    expect(emptyNote({ state: 'unknown', gaps: [] })).toMatch(/proves nothing/);
  });

  it('keep the time of the first page', () => {
    const range = { start: new Date(1000), end: new Date(2000) };
    const cursor = packCursor(range, 'position');
    expect(askedPage({ start: new Date(5), end: new Date(6) }, cursor ?? '')).toEqual({ ...range, cursor: 'position' });
    expect(askedPage(range, undefined)).toEqual(range);
    expect(packCursor(range, null)).toBeNull();
    for (const damaged of ['', 'x', Buffer.from('[1,2]').toString('base64url'), Buffer.from('[-1,9e15,"x"]').toString('base64url')])
      expect(() => askedPage(range, damaged)).toThrow('This cursor is damaged.');
  });
});
