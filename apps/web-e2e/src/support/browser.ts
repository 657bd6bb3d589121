import axe from 'axe-core';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { z } from 'zod';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // All pages in one process, which keeps compiled scripts: an eighth of what pages take where people sign in elsewhere.
  '--renderer-process-limit=1',
  '--disable-site-isolation-trials',
];

const DEBIAN_BROWSERS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

/** Chromium at AOC_CHROMIUM, else where Debian puts it: without a user interface if that is there, since it is twice as fast. */
export function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const places = process.env.AOC_CHROMIUM === undefined ? DEBIAN_BROWSERS : [process.env.AOC_CHROMIUM];
  const executablePath = places.find((place) => existsSync(place));
  if (executablePath === undefined)
    throw new Error(`There is no browser at ${places.join(' or ')}: install Debian's chromium-headless-shell, or set AOC_CHROMIUM.`);
  return chromium.launch({ executablePath, args: [...ARGS, ...more] });
}

export interface Tab {
  page: Page;
  /** Errors that the page wrote or threw: defects, CSP violations, failed requests. */
  complaints: string[];
}

/** A fresh profile with one page, in UTC, of a reader who wants no motion, 1280 × 800 unless `options` say otherwise. */
export async function openTab(browser: Browser, baseUrl: string, options: BrowserContextOptions = {}): Promise<Tab> {
  const context = await browser.newContext({
    baseURL: baseUrl,
    viewport: { width: 1280, height: 800 },
    timezoneId: 'UTC',
    // Frames of a change of colours are not drawn: an eighth to a quarter of the browser's processor time in tests that look at both themes.
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error.stack ?? error)));
  return { page, complaints };
}

const axeResultsSchema = z.object({
  violations: z.array(z.object({ id: z.string(), impact: z.string().nullable(), nodes: z.array(z.object({ html: z.string() })) })),
});

const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Rules of these levels whose outcome depends on colours. */
const COLOUR_RULES = axe
  .getRules(['cat.color'])
  .filter(({ tags }) => tags.some((tag) => LEVELS.includes(tag)))
  .map(({ ruleId }) => ruleId);

/** What pages are looked at for; without the colours it takes half of the time. */
const RULE_SETS = {
  all: { runOnly: { type: 'tag', values: LEVELS } },
  colours: { runOnly: { type: 'rule', values: COLOUR_RULES } },
};
export type RuleSet = keyof typeof RULE_SETS;

// A page takes half as long to read it as it does to read `axe.source`.
const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Findings of axe that are serious or critical, one line each. Evaluated over the debugger, so the page keeps its CSP. */
export async function seriousFindings(page: Page, rules: RuleSet): Promise<string[]> {
  if (await page.evaluate('!window.axe')) await page.evaluate(AXE);
  // The rules look at all elements; only what passed is not written out, which took half of the time.
  const options = JSON.stringify({ ...RULE_SETS[rules], resultTypes: ['violations'] });
  const result: unknown = await page.evaluate(`axe.run(document, ${options})`);
  return axeResultsSchema
    .parse(result)
    .violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
}

/** Keeps a picture in artifacts/web-e2e for whoever wants to look: with AOC_KEEP_SCREENSHOTS set, since drawing them takes its time. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  if (!process.env.AOC_KEEP_SCREENSHOTS) return;
  await mkdir('artifacts/web-e2e', { recursive: true });
  await page.screenshot({ path: `artifacts/web-e2e/${name}.png` });
}
