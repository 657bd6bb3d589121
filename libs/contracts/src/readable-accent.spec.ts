import fc from 'fast-check';
import { contrastOf, readableAccent } from './readable-accent';

const colours = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);

describe('an accent that anybody chose', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#777777', '#ffffff', 4.48],
    ['#0000ff', '#ffffff', 8.59],
  ])('%s and %s have a contrast that is known', (a, b, contrast) => {
    expect(contrastOf(a, b)).toBeCloseTo(contrast, 1);
    expect(contrastOf(b, a)).toBe(contrastOf(a, b));
  });

  it('can be read in both themes, on every ground and under its own text', () => {
    const grounds = { light: ['#ffffff', '#f4f6fa', '#eef2f9'], dark: ['#0a0d14', '#10141d', '#171c28', '#1b2130'] };
    fc.assert(
      fc.property(colours, fc.constantFrom('light' as const, 'dark' as const), (colour, theme) => {
        const { accent, ink, tint } = readableAccent(colour, theme);
        for (const other of [...grounds[theme], tint, ink]) expect(contrastOf(accent, other)).toBeGreaterThanOrEqual(4.5);
      }),
      { numRuns: 500 },
    );
  });

  it('stays what it is where it can be read already', () => {
    expect(readableAccent('#3450c8', 'light').accent).toBe('#3450c8');
    expect(readableAccent('#8ea8ff', 'dark').accent).toBe('#8ea8ff');
  });
});
