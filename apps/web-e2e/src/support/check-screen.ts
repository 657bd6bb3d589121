import type { Page } from 'playwright-core';
import { keepScreenshot, seriousFindings } from './browser';

const THEMES = ['dark', 'light'] as const;

/** Shows the page in a theme, as the reader's choice would; the next one that is opened keeps it. */
async function show(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  await page.evaluate(`localStorage.setItem('aoc.theme', '${theme}'); document.documentElement.dataset.theme = '${theme}'`);
  // Half-changed colours would be measured; one change can set off another. What goes on without end (a pulse) is part of the page.
  await page.evaluate(`(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    for (;;) {
      const running = document.getAnimations().filter(
        ({ effect, playState }) => playState === 'running' && effect.getComputedTiming().activeDuration !== Infinity,
      );
      if (running.length === 0) return;
      await Promise.allSettled(running.map(({ finished }) => finished));
    }
  })()`);
}

/** What the page shows now, in both themes, which differ in colours alone: axe finds nothing serious and nothing sticks out. */
export async function checkScreen(page: Page, name: string): Promise<void> {
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  for (const [turn, theme] of THEMES.entries()) {
    await show(page, theme);
    await keepScreenshot(page, `${name}-${theme}-${width}`);
    const findings = await seriousFindings(page, { coloursOnly: turn > 0 });
    expect({ name, theme, findings }).toEqual({ name, theme, findings: [] });
    // Neither to the side nor below: what scrolls does so inside the page, under its header.
    const size = await page.evaluate('({ width: document.documentElement.scrollWidth, height: document.documentElement.scrollHeight })');
    expect({ name, theme, size }).toEqual({ name, theme, size: { width, height } });
  }
}
