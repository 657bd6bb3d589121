import type { Browser } from 'playwright-core';
import { openTab, type Tab } from './browser';

/** A tab that tests hand on to each other; `close` gives it back. */
export interface LentTab extends Tab {
  close(): Promise<void>;
}

/** Of the product, but without its scripts: another page would cost a renderer process. */
const RESTING_PLACE = '/favicon.svg';

/** Leaves nothing of a test behind but, where it is to be kept, what is stored for the tab: who is signed in. */
async function tidy({ page }: Tab, keepSession: boolean): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.mouse.move(0, 0);
  await page.goto(RESTING_PLACE);
  await page.evaluate(`localStorage.clear(); ${keepSession ? '' : 'sessionStorage.clear();'}`);
}

/**
 * Lends tabs of 1280 × 800 to tests that are not about a first visit: a second visit in the same profile takes half of the processor time.
 * A test that fails gives nothing back, so the next one gets a fresh profile. `prepare` makes a new tab ready, and is kept in mind by the
 * storage of the tab: it may sign somebody in.
 */
export function tabPool(browser: () => Browser, baseUrl: () => string, prepare?: (tab: Tab) => Promise<void>): () => Promise<LentTab> {
  const free: Tab[] = [];
  const fresh = async (): Promise<Tab> => {
    const tab = await openTab(browser(), baseUrl());
    await prepare?.(tab);
    return tab;
  };
  return async () => {
    const tab = free.pop() ?? (await fresh());
    tab.complaints.length = 0;
    const close = async () => {
      await tidy(tab, prepare !== undefined);
      free.push(tab);
    };
    return { ...tab, close };
  };
}
