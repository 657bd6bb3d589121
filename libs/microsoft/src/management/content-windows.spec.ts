import fc from 'fast-check';
import { contentWindows, MAX_WINDOW_MS, windowTime } from './content-windows';

const time = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });

describe('contentWindows', () => {
  it('covers the slice without gap or overlap, a day at most each, on whole seconds', () => {
    fc.assert(
      fc.property(time, fc.integer({ min: 1, max: 8 * MAX_WINDOW_MS }), (start, length) => {
        const end = new Date(start.getTime() + length);
        const windows = contentWindows({ start, end });
        expect(windows[0]!.start.getTime()).toBeLessThanOrEqual(start.getTime());
        expect(windows.at(-1)!.end.getTime()).toBeGreaterThanOrEqual(end.getTime());
        expect(windows.length).toBeLessThanOrEqual(length / MAX_WINDOW_MS + 2);
        for (const [i, window] of windows.entries()) {
          expect(window.end.getTime() - window.start.getTime()).toBeLessThanOrEqual(MAX_WINDOW_MS);
          expect(new Date(`${windowTime(window.start)}Z`)).toEqual(window.start);
          if (i > 0) expect(window.start).toEqual(windows[i - 1]!.end);
        }
      }),
    );
  });
  it('is empty for an empty and for a reversed slice', () => {
    const at = new Date('2026-01-01T00:00:00.500Z');
    expect(contentWindows({ start: at, end: at })).toEqual([]);
    expect(contentWindows({ start: at, end: new Date(at.getTime() - 1) })).toEqual([]);
  });
});
