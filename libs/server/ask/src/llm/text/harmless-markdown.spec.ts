import fc from 'fast-check';
import { harmlessMarkdown } from './harmless-markdown';

const EVIL = 'https://evil.example/?d=secret';

describe('harmless Markdown', () => {
  it.each([
    [`![x](${EVIL})`, 'x', 1],
    [`[click](${EVIL} "title")`, 'click', 1],
    [`[a](<${EVIL}>)`, 'a', 1],
    [`<${EVIL}>`, 'hxxps://evil.example/?d=secret', 1],
    [`<img src="${EVIL}">after`, 'after', 1],
    [`See ${EVIL} there`, 'See hxxps://evil.example/?d=secret there', 0],
    ['www.evil.example', 'www[.]evil.example', 0],
    [`[1]: ${EVIL}`, '[1]\\: hxxps://evil.example/?d=secret', 0],
    ['[1]: //evil.example/x', '[1]\\: //evil.example/x', 0],
    ['a < b and b > c, x<3', 'a < b and b > c, x<3', 0],
    ['plain **bold** `code` [1][2]\n- list', 'plain **bold** `code` [1][2]\n- list', 0],
    ['over\u200bthere\u202e', 'overthere', 0],
    ['[x](javascript:alert(1))', 'x', 1],
    ['_http://evil.example_', '_hxxp://evil.example_', 0],
  ])('%j', (markdown, text, removed) => {
    expect(harmlessMarkdown(markdown)).toEqual({ text, removed });
  });

  it('leaves nothing that could be a link, an image, a definition or HTML, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom('[', ']', '(', ')', '!', '<', '>', ':', '\\', '\n', '/', '`', 'img', 'a', ' ', '\u200b', '&#60;', 'src=', '"'),
      fc.constantFrom('](', ']:', '![x](', 'http://', 'HTTPS://', 'javascript:', 'www.', '//evil.example', '<img ', '</', '<!--', '\r'),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const { text } = harmlessMarkdown(pieces.join(''));
        expect(text).not.toMatch(/\][(:]|<[a-z/!?]|(?:https?|ftps?):\/\/|javascript:\S|www\.\w/i);
      }),
      { numRuns: 2000 },
    );
  });

  it('does not take long over a long hostile text', () => {
    const start = performance.now();
    for (const part of ['[', '![', '](', '<a ', '[a](', '<a:', '[](', '](('].map((text) => text.repeat(8000)))
      harmlessMarkdown(part.slice(0, 16_000));
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
