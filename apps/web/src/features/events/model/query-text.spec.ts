import { parseQuery } from '@aoc/query';
import fc from 'fast-check';
import { completionsAt } from './query-completion';
import { hasTerm, negatedTerm, replaceTerm, termsOf, withoutTerm, withTerm } from '../../../shared/event-filters/query-text';
import { quoted } from '../../../shared/quoted';
import { tokensOf, unquoted } from '../../../shared/event-filters/query-tokens';

const options = {
  services: ['Exchange', 'Teams'],
  operations: ['Add member to role.'],
  results: ['success'],
  actors: ['Ann Smith'],
  actor_upns: ['ann@example.com'],
  devices: [],
  tags: ['vip'],
};

describe('tokens of a query text', () => {
  it('joined are the text again, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), (text) => {
        expect(
          tokensOf(text)
            .map((token) => token.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
  it.each([
    ['service:Exchange', ['field', 'word']],
    ['actor:="Ann Smith"', ['field', 'string']],
    ['https://x.example', ['word']],
    ['-result:success', ['not', 'field', 'word']],
    ['actor:"Ann \\" Smith" x', ['field', 'string', 'space', 'word']],
    ['operation:/^Set-/ a-b', ['field', 'regex', 'space', 'word']],
    ['(a OR b)', ['paren', 'word', 'space', 'keyword', 'space', 'word', 'paren']],
    ['"open', ['string']],
    ['after:-24h', ['field', 'word']],
  ])('%s', (text, kinds) => expect(tokensOf(text).map((token) => token.kind)).toEqual(kinds));
  it('a quoted value is read back as it was', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !value.includes('\n')),
        (value) => expect(unquoted(quoted(value))).toBe(value),
      ),
    );
  });
});

describe('terms', () => {
  it('are the parts that must all hold', () => {
    expect(termsOf('service:Exchange -result:success (a OR b) "free words" NOT x').map(({ text, negated }) => [text, negated])).toEqual([
      ['service:Exchange', false],
      ['-result:success', true],
      ['(a OR b)', false],
      ['"free words"', false],
      ['NOT x', true],
    ]);
  });
  it('alternatives on top are one term', () => expect(termsOf('a:1 OR b:2')).toHaveLength(1));
  it('never throw, and taking out what was put in leaves the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab:-()"/ OR\\') }), fc.string({ minLength: 1 }), (text, value) => {
        termsOf(text);
        const base = 'service:Exchange';
        const added = withTerm(base, { field: 'actor', value, negated: true });
        expect(value.trim() === '' || /[\u0000-\u001f\u007f]/.test(value) || parseQuery(added).ok).toBe(true);
        expect(hasTerm(added, { field: 'actor', value, negated: true })).toBe(true);
        expect(withoutTerm(added, { field: 'actor', value })).toBe(base);
      }),
    );
  });
  it.each([
    ['a:1', '-a:1'],
    ['-a:1', 'a:1'],
    ['NOT a:1', 'a:1'],
    ['a:1 OR b:2', '-(a:1 OR b:2)'],
  ])('%s negated is %s', (text, expected) => {
    const [term] = termsOf(text);
    expect(term && negatedTerm(term)).toBe(expected);
  });
  it('keep the rest when one is replaced or taken out', () => {
    const text = 'a:1 b:2 c:3';
    const term = termsOf(text)[1];
    expect(term && replaceTerm(text, term, '-b:2')).toBe('a:1 -b:2 c:3');
    expect(term && replaceTerm(text, term, '')).toBe('a:1 c:3');
  });
  it('alternatives are put in parentheses before a term is added', () => {
    expect(withTerm('a OR b', { field: 'service', value: 'Teams', negated: false })).toBe('(a OR b) service:Teams');
  });
});

describe('completion', () => {
  const at = (text: string) => completionsAt(text, text.length, options);
  it('offers fields, then values, prefix matches first', () => {
    expect(at('').items[0]?.label).toBe('service:');
    expect(
      at('t')
        .items.map((item) => item.label)
        .slice(0, 2),
    ).toEqual(['target:', 'tag:']);
    expect(at('service:T').items).toEqual([{ label: 'Teams', hint: '', insert: 'Teams ' }]);
    expect(at('x actor:').items.map((item) => item.insert)).toEqual(['"Ann Smith" ', 'ann@example.com ']);
  });
  it('replaces the value under the caret', () => {
    expect(completionsAt('service:Tea x', 9, options)).toMatchObject({ start: 8, end: 11 });
    expect(at('actor:"Ann S')).toMatchObject({ start: 6, end: 12, items: [{ insert: '"Ann Smith" ' }] });
  });
});
