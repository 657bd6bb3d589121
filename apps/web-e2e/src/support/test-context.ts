import type { Browser } from 'playwright-core';
import type { Stack } from './start-stack';

/** What `beforeAll` prepares; functions, because it is there only when tests run. */
export interface TestContext {
  stack: () => Stack;
  browser: () => Browser;
}
