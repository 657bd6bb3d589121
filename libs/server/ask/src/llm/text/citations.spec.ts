import fc from 'fast-check';
import { checkCitations } from './citations';

const known = new Set([1, 2, 3, 12]);

describe('citations', () => {
  it.each<[string, string, number[], number]>([
    ['Ada did it [1].', 'Ada did it [1].', [1], 0],
    ['Ada did it [99].', 'Ada did it.', [], 1],
    ['Both [1, 2] and [3;12]', 'Both [1][2] and [3][12]', [1, 2, 3, 12], 0],
    ['A range [1-3], [1–2], [2-99]', 'A range [1][2][3], [1][2], [2]', [1, 2, 3], 1],
    ['Forms [#1] [^2] [event 3] 【12】', 'Forms [1] [2] [3] [12]', [1, 2, 3, 12], 0],
    ['Mixed [1, 99] here', 'Mixed [1] here', [1], 1],
    ['Together [2][1][2]', 'Together [2][1][2]', [2, 1], 0],
    ['One [77] two [1]', 'One two [1]', [1], 1],
    ['No number [x] [] [1a]', 'No number [x] [] [1a]', [], 0],
    ['Backwards [3-1]', 'Backwards [3][1]', [3, 1], 0],
    ['- list [0]\n- item [2]', '- list\n- item [2]', [2], 1],
  ])('%j', (text, expected, cited, removed) => {
    expect(checkCitations(text, known)).toEqual({ text: expected, cited, removed });
  });

  it('leaves no number that is not known, whatever the text', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.nat(40).map((n) => `[${n}]`),
      fc.constantFrom('[', ']', '1', ', ', '-', '[1,', '【'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const { text, cited } = checkCitations(pieces.join(''), known);
        for (const number of cited) expect(known.has(number)).toBe(true);
        for (const [, number] of text.matchAll(/\[(\d{1,6})\]/g)) expect(known.has(Number(number))).toBe(true);
      }),
    );
  });
});
