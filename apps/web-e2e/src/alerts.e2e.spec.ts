import { waitFor } from '@aoc/testing';
import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { alertsApi } from './support/alerts-screen';
import { alertsAccessibilityTests } from './support/alerts-accessibility-tests';
import { alertsTests } from './support/alerts-tests';
import { askTests } from './support/ask-tests';
import { launchBrowser } from './support/browser';
import { notificationsTests } from './support/notifications-tests';
import { rulesTests } from './support/rules-tests';
import { settingsTests } from './support/settings-tests';
import { startStack, type Stack } from './support/start-stack';
import { testContext } from './support/test-context';

const healthSchema = z.object({ sources: z.array(z.object({ status: z.string() })) });

let stack: Stack;
let browser: Browser;
const context = testContext(
  () => stack,
  () => browser,
);

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  const api = alertsApi(stack.baseUrl);
  // Lists move while the first fetch raises alerts; what is walked below must stay.
  let before = -1;
  await waitFor(
    'the first alerts',
    async () => {
      const { sources } = healthSchema.parse(await (await fetch(`${stack.baseUrl}/api/source-health`)).json());
      const { length } = await api.list('?page_size=500');
      const settled = length > 20 && length === before && sources.every(({ status }) => status === 'healthy');
      before = length;
      return settled;
    },
    120_000,
  );
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
}, 60_000);

describe('an alert', () => alertsTests(context));
describe('rules', () => rulesTests(context));
describe('notifications', () => notificationsTests(context));
describe('settings', () => settingsTests(context));
describe('questions', () => askTests(context));
describe('accessibility and sizes', () => alertsAccessibilityTests(context));
