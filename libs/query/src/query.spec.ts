import { cpuTime } from '@aoc/testing';
import * as fc from 'fast-check';
import { QUERY_FIELDS, normaliseQuery, parseQuery, printQuery, PATTERN_FIELDS, type Query } from './index';

const parsed = (text: string): Query => {
  const result = parseQuery(text);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.query;
};
const field = (name: (typeof QUERY_FIELDS)[number], value: string, match: 'plain' | 'exact' | 'wildcard' | 'regex' | 'exists' = 'plain') =>
  ({ kind: 'field', field: name, match, value }) as const;
const word = (text: string) => ({ kind: 'words', mode: 'word', text }) as const;

describe('parseQuery', () => {
  it.each<[string, Query]>([
    ['', { kind: 'all', of: [] }],
    ['service:Exchange', field('service', 'Exchange')],
    ['user:"alice b"', field('actor', 'alice b')],
    ['-result:success', { kind: 'not', of: field('result', 'success') }],
    ['NOT NOT a', word('a')],
    ['operation:/^Set-/', field('operation', '^Set-', 'regex')],
    ['operation:Set-*', field('operation', 'Set-*', 'wildcard')],
    ['tag:*', field('tag', '', 'exists')],
    ['service:=Exchange', field('service', 'Exchange', 'exact')],
    ['a b', { kind: 'all', of: [word('a'), word('b')] }],
    ['a AND b', { kind: 'all', of: [word('a'), word('b')] }],
    ['a OR b c', { kind: 'any', of: [word('a'), { kind: 'all', of: [word('b'), word('c')] }] }],
    ['service:(Exchange OR Teams)', { kind: 'any', of: [field('service', 'Exchange'), field('service', 'Teams')] }],
    ['after:-24h', { kind: 'time', bound: 'after', at: '-24h' }],
    ['"free words"', { kind: 'words', mode: 'phrase', text: 'free words' }],
    ['mail*', { kind: 'words', mode: 'prefix', text: 'mail' }],
    ['https://contoso.sharepoint.com/sites/x', word('https://contoso.sharepoint.com/sites/x')],
    ['"say \\"hi\\""', { kind: 'words', mode: 'phrase', text: 'say "hi"' }],
  ])('%s', (text, query) => {
    expect(parsed(text)).toEqual(query);
  });

  it('reads the example of the specification', () => {
    const text =
      'service:Exchange actor:"alice" -result:success tag:urgent after:2026-01-01 operation:/^Set-/ target:LAPTOP-1 changed:State new:enabled "free words" (a OR b)';
    expect(parsed(text)).toMatchObject({ kind: 'all', of: { length: 11 } });
  });

  it.each([
    ['servce:Exchange', 0, 'service'],
    ['actr:bob', 0, 'actor'],
    ['foo:bar', 0, '"foo:bar"'],
    ['a "open', 2, '"open"'],
    ['(a OR b', 0, '(a OR b)'],
    ['after:soon', 0, 'after:-24h'],
    ['operation:/(a+)+/', 10, undefined],
    ['target:/x/', 7, undefined],
    ['a)', 1, undefined],
    ['a OR', 3, undefined],
    ['a (b', 2, '(b)'],
    ['a service:(Exchange Teams', 10, '(Exchange Teams)'],
    ['service:', 0, 'service:*'],
    ['service:(Teams =)', 15, '*'],
    ['id:(a b*)', 6, 'b'],
    ['id:(a OR', 6, undefined],
    ['service:(a OR )', 12, undefined],
    ['a\u0000b', 1, undefined],
  ])('%s is refused with its place and a suggestion', (text, position, suggestion) => {
    const result = parseQuery(text);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.errors[0]).toMatchObject({ position, ...(suggestion ? { suggestion } : {}) });
  });

  it('a suggestion, put in place of what is wrong, mends that mistake: it ends with a query or at another one', () => {
    const pieces = [
      'a',
      'servce:',
      'foo:',
      'actor:',
      'id:',
      'after:',
      'target:',
      '(',
      ')',
      '"',
      '\\',
      '*',
      '=',
      '/',
      ' ',
      'OR',
      '-',
      'x*y',
      '::',
      '1',
    ];
    const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ maxLength: 40 })), (start) => {
        const seen = new Set<string>();
        for (let text = start; ;) {
          const result = parseQuery(text);
          const [mistake] = result.ok ? [] : result.errors;
          if (mistake?.suggestion === undefined) return;
          expect(seen.has(text)).toBe(false);
          seen.add(text);
          text = text.slice(0, mistake.position) + mistake.suggestion + text.slice(mistake.position + mistake.length);
          const after = parseQuery(text);
          if (!after.ok) expect(after.errors[0]).not.toMatchObject({ position: mistake.position, message: mistake.message });
        }
      }),
      { numRuns: 3000, examples: [['id:(a OR'], ['id:(a OR)']] },
    );
  });

  it.each([
    ['10,000 terms', 'a '.repeat(2000)],
    ['deep nesting', '('.repeat(2000)],
    ['not after not', '-'.repeat(4000)],
    ['a long text', 'x'.repeat(100_000)],
    ['quotes', '"\\'.repeat(2000)],
  ])('%s is refused at once', (_name, text) => {
    expect(cpuTime(() => expect(parseQuery(text).ok).toBe(false))).toBeLessThan(500);
  });

  it('never throws, and says where inside the text it is wrong', () => {
    const piece = fc.constantFrom(
      'service:',
      '(',
      ')',
      '"',
      'OR',
      'AND',
      '-',
      '/',
      '*',
      ':',
      'after:',
      ' ',
      '\\',
      'a',
      '=',
      'x:y',
      'NOT',
      '{2}',
      '[',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece, { maxLength: 40 }).map((p) => p.join('')),
        ),
        (text) => {
          const result = parseQuery(text);
          if (result.ok) return;
          for (const { position, length, message } of result.errors) {
            expect(position).toBeGreaterThanOrEqual(0);
            expect(position).toBeLessThanOrEqual(text.length);
            expect(length).toBeGreaterThan(0);
            expect(message).not.toBe('');
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

const value = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20 }).filter((s) => s.trim() !== '' && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(s)),
  fc.constantFrom('a b', '-x', 'AND', 'x:y', '"', '\\', '(', '*', '=a', '/a/', 'Add user', 'ü'),
);
const patternField = fc.constantFrom(...QUERY_FIELDS.filter((name) => PATTERN_FIELDS.has(name)));
const term: fc.Arbitrary<Query> = fc.oneof(
  fc.record({
    kind: fc.constant('field' as const),
    field: fc.constantFrom(...QUERY_FIELDS),
    match: fc.constantFrom('plain' as const, 'exact' as const),
    value,
  }),
  fc.record({
    kind: fc.constant('field' as const),
    field: patternField,
    match: fc.constant('regex' as const),
    value: fc.constantFrom('^Set-', 'a/b', '[a-z]+$', 'x|y', '\\.'),
  }),
  fc.record({
    kind: fc.constant('field' as const),
    field: patternField,
    match: fc.constant('wildcard' as const),
    value: fc.constantFrom('a*', '*b', 'a*b'),
  }),
  fc.record({
    kind: fc.constant('field' as const),
    field: fc.constantFrom(...QUERY_FIELDS),
    match: fc.constant('exists' as const),
    value: fc.constant(''),
  }),
  fc.record({ kind: fc.constant('words' as const), mode: fc.constant('phrase' as const), text: value }),
  fc.record({
    kind: fc.constant('words' as const),
    mode: fc.constantFrom('word' as const, 'prefix' as const),
    text: fc.stringMatching(/^[a-z0-9ü]{1,8}$/),
  }),
  fc.record({
    kind: fc.constant('time' as const),
    bound: fc.constantFrom('after' as const, 'before' as const),
    at: fc.constantFrom('-7d', 'today', '2026-01-01', '2026-01-01 08:00'),
  }),
);
const { query } = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    term,
    fc.record({ kind: fc.constant('not' as const), of: tie('query') }),
    fc.record({ kind: fc.constantFrom('all' as const, 'any' as const), of: fc.array(tie('query'), { minLength: 1, maxLength: 4 }) }),
  ),
}));

describe('printQuery', () => {
  it('gives a text that means the same', () => {
    fc.assert(
      fc.property(query, (given) => {
        const normal = normaliseQuery(given);
        const text = printQuery(normal);
        fc.pre(text.length <= 4096 && !/\({20}/.test(text));
        expect(parsed(text)).toEqual(normal);
        expect(printQuery(parsed(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });
});
