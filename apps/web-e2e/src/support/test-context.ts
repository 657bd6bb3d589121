import type { Browser } from 'playwright-core';
import type { Stack } from './start-stack';
import { tabPool, type LentTab } from './tab-pool';

/** What `beforeAll` prepares; functions, because it is there only when tests run. */
export interface TestContext {
  stack: () => Stack;
  browser: () => Browser;
  /** For a test that needs no profile of its own. */
  lend: () => Promise<LentTab>;
}

/** The context of a file that starts the two before its tests. */
export function testContext(stack: () => Stack, browser: () => Browser): TestContext {
  return { stack, browser, lend: tabPool(browser, () => stack().baseUrl) };
}
