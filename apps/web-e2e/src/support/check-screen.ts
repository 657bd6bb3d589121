import type { Page } from 'playwright-core';
import { keepScreenshot, seriousFindings, type RuleSet } from './browser';

const THEMES = ['dark', 'light'] as const;
type Theme = (typeof THEMES)[number];

/** Sizes in CSS pixels besides the usual 1280 × 800. */
export const TELEPHONE = { width: 360, height: 740 };
export const LARGE = { width: 2560, height: 1440 };

/** Shows the page in a theme, as the reader's choice would; the next one that is opened keeps it. */
async function show(page: Page, theme: Theme): Promise<void> {
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

/** Draws the page in another size; over once nothing has changed in it for four frames, as lists measure their rows first. */
async function resize(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size);
  await page.evaluate(`new Promise((resolve) => {
    let quiet = 0;
    const changes = new MutationObserver(() => { quiet = 0; });
    changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    const frame = () => {
      quiet = innerWidth === ${size.width} ? quiet + 1 : 0;
      if (quiet <= 4) return requestAnimationFrame(frame);
      changes.disconnect();
      resolve();
    };
    requestAnimationFrame(frame);
  })`);
}

/** Nothing sticks out, neither to the side nor below: what scrolls does so inside the page, under its header. */
async function expectToFit(page: Page, name: string, theme: Theme): Promise<void> {
  const size = await page.evaluate('({ width: document.documentElement.scrollWidth, height: document.documentElement.scrollHeight })');
  expect({ name, theme, size }).toEqual({ name, theme, size: page.viewportSize() });
}

async function check(page: Page, name: string, theme: Theme, rules: RuleSet | 'none'): Promise<void> {
  await show(page, theme);
  const width = page.viewportSize()?.width;
  await keepScreenshot(page, `${name}-${theme}-${width}`);
  const findings = rules === 'none' ? [] : await seriousFindings(page, rules);
  expect({ name, theme, width, findings }).toEqual({ name, theme, width, findings: [] });
  await expectToFit(page, name, theme);
}

/** What the page shows now, in both themes, which differ in colours alone: axe finds nothing serious and nothing sticks out. */
export async function checkScreen(page: Page, name: string): Promise<void> {
  await check(page, name, 'dark', 'all');
  await check(page, name, 'light', 'colours');
}

/**
 * `checkScreen`, and the same page on a telephone and on a large screen, where nothing sticks out; `large`: and axe finds nothing either.
 * A telephone that shows it in another way (`telephone: false`) is to open it itself.
 */
export async function checkSizes(page: Page, name: string, { telephone = true, large = false } = {}): Promise<void> {
  const usual = page.viewportSize();
  if (usual === null) throw new Error('the page has no size');
  await checkScreen(page, name);
  await resize(page, LARGE);
  if (large) await checkScreen(page, name);
  else await check(page, name, 'light', 'none');
  if (telephone) {
    await resize(page, TELEPHONE);
    await checkScreen(page, name);
  }
  await resize(page, usual);
}
