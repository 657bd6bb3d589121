import fc from 'fast-check';
import { code, counted, instant, listed, plain } from './markdown';

/** The text without its code spans, which show everything as it is, and without what a backslash makes plain. */
function outsideCode(markdown: string): string {
  let outside = '';
  for (let at = 0; at < markdown.length;) {
    const run = /^`+/.exec(markdown.slice(at))?.[0];
    const end = run === undefined ? null : new RegExp(`^\`{${run.length}}[^]*?[^\`]\`{${run.length}}(?!\`)`).exec(markdown.slice(at));
    if (end) {
      outside += '·';
      at += end[0].length;
    } else if (markdown[at] === '\\' && /[!-/:-@[-`{-~]/.test(markdown[at + 1] ?? '')) at += 2;
    else {
      outside += markdown[at];
      at += 1;
    }
  }
  return outside;
}

describe('text of a log in Markdown', () => {
  it.each([
    ['Alice Adams', 'Alice Adams'],
    ['O’Brien, Pat (Sales)', 'O’Brien, Pat (Sales)'],
    ['[click](https://evil.example)', '`[click](https://evil.example)`'],
    ['![x] (y)', '!\\[x\\] (y)'],
    ['see (https://evil.example), "a@b.c".', 'see (`https://evil.example`), "`a@b.c`".'],
    ['a[b](javascript:x)', '`a[b](javascript:x)`'],
    ['www.evil.example', '`www.evil.example`'],
    ['bob@evil.example', '`bob@evil.example`'],
    ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)\\>'],
    ['javascript:alert(1)', '`javascript:alert(1)`'],
    ['# Heading\n\n- list', '\\# Heading - list'],
    ['1. first', '1\\. first'],
    ['- item', '\\- item'],
    ['=== under', '\\=== under'],
    ['a*b*_c_ ~~d~~ `e` |f| &lt; $x$', 'a\\*b\\*\\_c\\_ \\~\\~d\\~\\~ \\`e\\` \\|f\\| \\&lt; \\$x\\$'],
    ['\u202egnp.exe\u200b\u0000', 'gnp.exe'],
    ['', ''],
  ])('%j becomes harmless', (text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  it.each([
    ['Set-Mailbox', '`Set-Mailbox`'],
    ['a ` b', '``a ` b``'],
    ['`', '`` ` ``'],
    ['a\nb', '`a b`'],
    [' ', '(empty)'],
    ['```', '```` ``` ````'],
  ])('%j becomes code', (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  it('makes no link, image, HTML or second line of whatever is written', () => {
    const bits = fc.constantFrom(
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      '!',
      '`',
      '\\',
      'http://',
      '://',
      'www.',
      '@',
      '&',
      '*',
      '\n',
      ' ',
      'a',
      '#',
      '-',
      '\u202e',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(bits).map((parts) => parts.join('')),
        ),
        (text) => {
          expect(outsideCode(plain(text))).not.toMatch(/[[\]<>`&*_]|:\/\/|www\.|@|\n/i);
          expect(outsideCode(code(text))).toMatch(/^(?:·|\(empty\))$/);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is clipped, whole characters kept', () => {
    expect(plain('x'.repeat(1000))).toHaveLength(300);
    expect(code('😀'.repeat(1000), 10).isWellFormed()).toBe(true);
  });
});

it('counts, lists and dates are in words', () => {
  expect([counted(1, 'event'), counted(1234, 'event'), counted(2, 'country', 'countries')]).toEqual([
    '1 event',
    '1,234 events',
    '2 countries',
  ]);
  expect([listed([]), listed(['a']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
  expect(instant(new Date('2026-03-01T08:00:00.123Z'))).toBe('2026-03-01 08:00:00 UTC');
});
