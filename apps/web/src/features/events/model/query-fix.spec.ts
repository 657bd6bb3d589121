import { parseQuery } from '@aoc/query';
import { fixedText } from './query-fix';

describe('what was probably meant', () => {
  it.each([
    ['servce:Exchange x', 'service:Exchange x'],
    ['(service:Exchange', '(service:Exchange)'],
    ['a actor:"Ann', 'a actor:"Ann"'],
    ['after:soon b', 'after:-24h b'],
    ['foo:bar x', '"foo:bar" x'],
    ['x service:(Exchange Teams', 'x service:(Exchange Teams)'],
  ])('%s: %s', (text, expected) => {
    const parsed = parseQuery(text);
    expect(parsed.ok ? null : fixedText(text, parsed.errors[0] ?? { message: '' })).toBe(expected);
  });
  it('is nothing without a suggestion', () => expect(fixedText('x', { message: 'no' })).toBeNull());
});
