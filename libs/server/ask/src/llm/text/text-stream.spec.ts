import fc from 'fast-check';
import { checkCitations } from './citations';
import { harmlessMarkdown } from './harmless-markdown';
import { textStream, withoutThoughts } from './text-stream';

function pass(text: string, cuts: readonly number[], clean: (piece: string) => string = (piece) => piece): string[] {
  const pieces: string[] = [];
  const stream = textStream(clean, (piece) => pieces.push(piece));
  let at = 0;
  for (const cut of cuts) stream.grow(text.slice(0, (at = Math.min(text.length, at + cut))));
  stream.grow(text);
  return pieces;
}
const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 60 });

describe('a text that grows', () => {
  it('is passed on in order, without gaps, and whole up to its last word', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 30 }), cuts, (words, at) => {
        const text = `${words.join(' ')} `;
        expect(pass(text, at).join('')).toBe(words.length === 0 ? pass(text, at).join('') : text);
      }),
    );
  });

  it('never holds a half citation, an unknown one, or a link, however it is cut', () => {
    const part = fc.oneof(
      fc.stringMatching(/^[a-z]{1,6}$/),
      fc.nat(99).map((n) => `[${n}]`),
      fc.constantFrom(
        '![x](http://evil.example/a b)',
        '[see this](https://evil.example)',
        '<img src="http://evil.example">',
        '[1, 2]',
        '\n',
      ),
    );
    const known = new Set([1, 2, 3]);
    const clean = (piece: string): string => checkCitations(harmlessMarkdown(piece).text, known).text;
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), cuts, (parts, at) => {
        for (const piece of pass(`${parts.join(' ')} `, at, clean)) {
          expect(piece).not.toMatch(/http:|https:|<img/);
          for (const [, number] of piece.matchAll(/\[(\d+)/g)) expect(known.has(Number(number))).toBe(true);
        }
      }),
    );
  });

  it('begins anew after a tool was used', () => {
    const pieces: string[] = [];
    const stream = textStream(
      (piece) => piece,
      (piece) => pieces.push(piece),
    );
    stream.grow('Let me look ');
    stream.restart();
    stream.grow('Ada did it.\n');
    expect(pieces).toEqual(['Let me look ', '\n\n', 'Ada did it.\n']);
  });
});

it.each([
  ['<think>a\nb</think>\nAnswer', 'Answer'],
  ['<thinking>a', ''],
  ['<thi', ''],
  ['Answer <think>', 'Answer <think>'],
  ['', ''],
])('thoughts of %j', (text, expected) => expect(withoutThoughts(text)).toBe(expected));
