import { randomBytes } from 'node:crypto';
import { macBox } from './mac-box';

const key = (): string => randomBytes(32).toString('base64');

describe('marks', () => {
  const old = key();
  const box = macBox({ current: key(), previous: [old] });
  const mark = box.mark('a', 'text') ?? '';

  it('are genuine for the same text and purpose, under the present key and previous ones', () => {
    expect(box.check('a', 'text', mark)).toBe('genuine');
    expect(box.check('a', 'text', macBox({ current: old }).mark('a', 'text') ?? '')).toBe('genuine');
  });

  it.each([
    ['another text', 'a', 'texts', mark, 'false'],
    ['another purpose', 'b', 'text', mark, 'false'],
    ['a cut mark', 'a', 'text', mark.slice(0, -2), 'false'],
    ['a mark with something behind it', 'a', 'text', `${mark}.x`, 'false'],
    ['no mark', 'a', 'text', '', 'unknown_key'],
    ['another key', 'a', 'text', macBox({ current: key() }).mark('a', 'text') ?? '', 'unknown_key'],
    ['an id without a mark', 'a', 'text', mark.split('.')[0] ?? '', 'false'],
  ])('are not for %s', (_what, purpose, text, given, verdict) => {
    expect(box.check(purpose, text, given)).toBe(verdict);
  });

  it('need a key', () => {
    const none = macBox({ current: '' });
    expect([none.hasKey, none.mark('a', 'text'), none.check('a', 'text', mark)]).toEqual([false, null, 'unknown_key']);
    expect(macBox({ current: '', previous: [old] }).mark('a', 'text')).toBeNull();
  });
});
