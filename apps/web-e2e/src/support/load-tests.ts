import { gzipSync } from 'node:zlib';
import { keepScreenshot, openTab } from './browser';
import { eventsScreen } from './events-screen';
import { HOSTILE_TEXTS, hostileAnswers, manyEvents } from './made-up-events';
import type { TestContext } from './test-context';

const BUDGET = 200_000;

/** Scripts that a first visit needs: the entry and all it imports statically. */
async function firstLoad(baseUrl: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  const html = await (await fetch(`${baseUrl}/events`, { headers: { accept: 'text/html' } })).text();
  const waiting = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map((match) => match[1] ?? '');
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (sizes.has(path)) continue;
    const text = await (await fetch(baseUrl + path)).text();
    sizes.set(path, gzipSync(text).length);
    for (const match of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) waiting.push(`/assets/${match[1]}`);
  }
  return sizes;
}

/** Size of the first load, hostile texts, and many rows. */
export function loadTests({ stack, browser }: TestContext): void {
  it(`the first load is at most ${BUDGET / 1000} kB of compressed JavaScript`, async () => {
    const sizes = await firstLoad(stack().baseUrl);
    const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    console.log(`first load: ${(total / 1000).toFixed(1)} kB in ${sizes.size} files`);
    expect(sizes.size).toBeGreaterThan(0);
    expect(total).toBeLessThanOrEqual(BUDGET);
  });

  it.each(['cards', 'table'])('hostile texts are harmless in every place that shows them: %s', async (view) => {
    const { page, complaints } = await openTab(browser(), stack().baseUrl, { viewport: { width: 1280, height: 800 } });
    await page.addInitScript(`localStorage.setItem('aoc.events.view', '${view}')`);
    await hostileAnswers(page);
    await page.goto('/events?event=hostile-0');
    const { panel } = eventsScreen(page);
    await panel.getByRole('region', { name: 'Raw record' }).waitFor();
    expect(await page.locator('[data-event-link]').count()).toBe(HOSTILE_TEXTS.length);
    expect(await page.locator('img[src="x"], script:not([src])').count()).toBe(0);
    expect(await page.title()).toBe('Events · AOC');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(1280);
    expect(
      await page.evaluate('document.querySelector("aside[aria-label=\'Event details\'] [role=region]").scrollWidth'),
    ).toBeLessThanOrEqual((await panel.boundingBox())?.width ?? 0);
    await keepScreenshot(page, `hostile-${view}`);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('ten thousand loaded rows stay quick to walk and to open', async () => {
    const { page, complaints } = await openTab(browser(), stack().baseUrl);
    await manyEvents(page, 10_000, 500);
    const screen = eventsScreen(page);
    await screen.open();
    await page.evaluate(`(async () => {
      const area = document.querySelector('ol[aria-label="Events, newest first"]').parentElement;
      const end = performance.now() + 60000;
      while (performance.now() < end) {
        area.scrollTo({ top: area.scrollHeight, behavior: 'instant' });
        await new Promise((resolve) => requestAnimationFrame(resolve));
        if (area.innerText.includes('These are all matching events.')) return;
      }
      throw new Error('the end was not reached');
    })()`);
    const measure = async (name: string, key: string) => {
      const took: unknown = await page.evaluate(`(async () => {
        performance.mark('start ${name}');
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true }));
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        return performance.measure('${name}', 'start ${name}').duration;
      })()`);
      console.log(`10,000 rows, ${name}: ${Number(took).toFixed(0)} ms to the next frame`);
    };
    await measure('previous event', 'k');
    await measure('to table', 't');
    await measure('to cards', 't');
    expect(await page.locator('[data-event-link]').count()).toBeLessThan(80);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
}
