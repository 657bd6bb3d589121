import { progressView } from './progress';

function written(
  isTTY: boolean,
  times: number[],
): { target: { isTTY: boolean; write(text: string): void }; text: () => string; now: () => number } {
  const parts: string[] = [];
  return { target: { isTTY, write: (text) => void parts.push(text) }, text: () => parts.join(''), now: () => times.shift() ?? 0 };
}

describe('progress of a maintenance command', () => {
  it('is a bar in one line of a terminal', () => {
    const { target, text } = written(true, []);
    const view = progressView('renormalize', target);
    view.show(500, 1000);
    view.show(1000, 1000);
    view.end();
    expect(text()).toContain(`[${'#'.repeat(15)}${'-'.repeat(15)}]  50 %  500 of 1,000`);
    expect(text()).toContain('100 %  1,000 of 1,000');
    expect(text()).not.toContain('\n');
    expect(text().endsWith('\u001b[2K')).toBe(true);
  });

  it('is a plain line now and then elsewhere, and always the last one', () => {
    const { target, text, now } = written(false, [0, 0, 1000, 6000, 6000, 6500]);
    const view = progressView('dedupe', target, now);
    for (const done of [500, 1000, 1500, 2000]) view.show(done, 2000);
    view.end();
    expect(text()).toBe('dedupe: 500 of 2,000\ndedupe: 1,500 of 2,000\ndedupe: 2,000 of 2,000\n');
  });

  it('does not divide by nothing', () => {
    const { target, text } = written(true, []);
    progressView('recount', target).show(0, 0);
    expect(text()).toContain('100 %  0 of 0');
  });
});
