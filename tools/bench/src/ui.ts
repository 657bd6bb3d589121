import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { startApi } from './api-process';
import { latencyResult, median, rounded, timed, type Bench, type BenchCase } from './bench';
import { corpusName, openCorpus } from './corpus';

const ROUNDS = 7;
const ROWS = '[data-event-link]';

interface Step {
  name: string;
  /** Brings the page to where the step begins; not counted. */
  before: (page: Page) => Promise<unknown>;
  /** What the analyst does, until what was asked for is on the screen. */
  run: (page: Page) => Promise<unknown>;
  /** The request of the API that the step cannot do without; null when it needs none. */
  request: string | null;
}

const open = (page: Page) => page.goto('/events').then(() => page.locator(ROWS).first().waitFor());
const query = (page: Page) => page.getByRole('combobox', { name: 'Search events' });

const STEPS: readonly Step[] = [
  {
    name: 'first visit until events are seen',
    before: (page) => page.goto('about:blank'),
    run: open,
    request: '/api/events',
  },
  {
    name: 'a query until its events are seen',
    before: async (page) => {
      await open(page);
      await query(page).fill('result:failure');
    },
    run: async (page) => {
      const answer = page.waitForResponse((response) => response.url().includes('/api/events?'));
      await page.keyboard.press('Enter');
      await answer;
      await page.locator(ROWS).first().waitFor();
    },
    request: '/api/events?q=result%3Afailure',
  },
  {
    name: 'an event until its record is seen',
    before: async (page) => {
      await open(page);
    },
    // Looked at from inside of the page, at every frame: a look from outside comes half a second late.
    run: (page) =>
      page.evaluate(`(async () => {
        document.querySelector('${ROWS}').click();
        const limit = performance.now() + 30_000;
        while (!document.querySelector('section[aria-label="Raw record"]')) {
          if (performance.now() > limit) throw new Error('the record was not seen within half a minute');
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        }
      })()`),
    request: '/api/events?page_size=1',
  },
  {
    name: 'the next event by key',
    before: async (page) => {
      await open(page);
      await page.keyboard.press('j');
    },
    run: (page) =>
      page.evaluate(`(async () => {
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      })()`),
    request: null,
  },
];

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-headless-shell'];

/** What an analyst waits for in Debian's chromium, against the one request of the API behind it. Milliseconds. */
export const ui: Bench = async ({ mongoUri, redisUrl, events, log }) => {
  const executablePath = [process.env.AOC_CHROMIUM, ...BROWSERS].find((file) => file !== undefined && existsSync(file));
  if (executablePath === undefined)
    throw new Error(`There is no browser at ${BROWSERS.join(' or ')}: install Debian's chromium, or set AOC_CHROMIUM.`);
  if (!existsSync('dist/apps/web/index.html')) throw new Error('The dashboard is not built: run npm start or npm test once.');
  await (await openCorpus(mongoUri, events, log)).close();
  const api = await startApi(mongoUri, redisUrl, corpusName(events), { WEB_DIR: 'dist/apps/web' });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const cases: BenchCase[] = [];
    const all: number[] = [];
    for (const { name, before, run, request } of STEPS) {
      const ours: number[] = [];
      const driver: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const context = await browser.newContext({ baseURL: api.url, viewport: { width: 1280, height: 800 } });
        const page = await context.newPage();
        await before(page);
        ours.push(await timed(() => run(page)));
        await context.close();
        if (request !== null) driver.push(await timed(async () => (await fetch(api.url + request)).text()));
      }
      all.push(...ours);
      const one = { name, ours: rounded(median(ours)), driver: rounded(request === null ? 0 : median(driver)) };
      cases.push({ ...one, ratio: one.driver === 0 ? 0 : rounded(one.ours / one.driver) });
      log(`${name.padEnd(40)} ${one.ours.toFixed(0).padStart(6)} ms   its request ${one.driver.toFixed(0).padStart(6)} ms`);
    }
    return latencyResult('ui', events, { cases, all, peakMemoryMb: await api.peakMemoryMb() });
  } finally {
    await browser.close();
    await api.stop();
  }
};
