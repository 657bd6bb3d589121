import { waitFor } from '@aoc/testing';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './support/browser';
import { eventsScreen } from './support/events-screen';
import { fetchedWhole, startStack, type Stack } from './support/start-stack';
import { accessibilityTests } from './support/accessibility-tests';
import { alertsAccessibilityTests } from './support/alerts-accessibility-tests';
import { settledAlerts } from './support/alerts-screen';
import { alertsTests } from './support/alerts-tests';
import { askTests } from './support/ask-tests';
import { loadTests } from './support/load-tests';
import { notificationsTests } from './support/notifications-tests';
import { queryTests } from './support/query-tests';
import { rulesTests } from './support/rules-tests';
import { settingsTests } from './support/settings-tests';
import type { LentTab } from './support/tab-pool';
import { testContext } from './support/test-context';
import { sourcesTests } from './support/sources-tests';
import { workTests } from './support/work-tests';

let stack: Stack;
let browser: Browser;
let tab: LentTab;
const context = testContext(
  () => stack,
  () => browser,
);

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  // Counts are compared below, so the first fetch of all sources must be over.
  await waitFor('the first fetch', () => fetchedWhole(stack.baseUrl), 120_000);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
}, 60_000);

const inLentTab = () => {
  beforeEach(async () => {
    tab = await context.lend();
  });
  afterEach(() => tab.close());
};

describe('events', () => {
  inLentTab();

  it('are listed newest first, in a page without complaints', async () => {
    const screen = eventsScreen(tab.page);
    await screen.open();
    const times = await screen.rows.locator('time').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('datetime') ?? ''));
    expect(times.length).toBeGreaterThan(5);
    expect(times).toEqual(times.toSorted((a, b) => b.localeCompare(a)));
    expect(await screen.count()).toBeGreaterThan(100);
    expect(tab.complaints).toEqual([]);
  });

  it('are filtered by a click on the label of a service, which also clears', async () => {
    const screen = eventsScreen(tab.page);
    await screen.open();
    const all = await screen.count();
    const service = await screen.rows.first().getByRole('button').first().innerText();
    await screen.rows.first().getByRole('button', { name: service }).first().click();
    await tab.page.waitForURL(`**/events?services=${service}`);
    expect(await screen.count()).toBeLessThan(all);
    const shown = await screen.rows.evaluateAll((rows) => rows.map((row) => row.querySelector('button')?.textContent));
    expect(new Set(shown)).toEqual(new Set([service]));
    await screen.rows.first().getByRole('button', { name: service }).first().click();
    await tab.page.waitForURL('**/events');
    expect(await screen.count()).toBeGreaterThanOrEqual(all);
  });

  it('keep their filters in the address and in the browser', async () => {
    const { page } = tab;
    const screen = eventsScreen(page);
    await screen.open();
    await screen.query.fill('result:fail');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('q') === 'result:fail');
    const failures = await screen.count();
    await screen.open('?result=fail');
    expect(await screen.count()).toBe(failures);
    await page.goto('/');
    await page.waitForURL((url) => url.searchParams.get('q') === 'result:fail');
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.waitForURL('**/events');
    await page.goto('/');
    await page.waitForURL('**/events');
  });

  it('are searched from the keyboard', async () => {
    const { page } = tab;
    const screen = eventsScreen(page);
    await screen.open();
    await page.keyboard.press('/');
    await page.keyboard.type('no-such-thing-anywhere');
    await page.getByRole('heading', { name: 'No event matches' }).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await screen.rows.first().waitFor();
  });

  it('come page by page, with only what is in view in the document', async () => {
    const { page } = tab;
    const screen = eventsScreen(page);
    await screen.open();
    await screen.rows.first().hover();
    await waitFor(
      'events beyond the fourth page',
      async () => {
        await page.mouse.wheel(0, 1_500);
        const position = await screen.list.locator('li[aria-posinset]').last().getAttribute('aria-posinset');
        return Number(position) > 100;
      },
      20_000,
    );
    expect(await screen.rows.count()).toBeLessThan(60);
    expect(tab.complaints).toEqual([]);
  });
});

describe('one event', () => {
  inLentTab();

  it('opens beside the list, is walked with j and k, and gives the focus back', async () => {
    const { page } = tab;
    const screen = eventsScreen(page);
    await screen.open();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const second = await screen.links.nth(1).getAttribute('data-event-link');
    await page.keyboard.press('Enter');
    await screen.panel.getByRole('heading', { level: 2 }).waitFor();
    expect(new URL(page.url()).searchParams.get('event')).toBe(second);
    await page.keyboard.press('k');
    const first = await screen.links.nth(0).getAttribute('data-event-link');
    await page.waitForURL((url) => url.searchParams.get('event') === first);
    await page.keyboard.press('Escape');
    await screen.panel.waitFor({ state: 'detached' });
    await waitFor('the focus to be back', async () => (await page.locator(':focus').getAttribute('data-event-link')) === first);
  });

  it('shows the record that the API has, from a shared link', async () => {
    const { page } = tab;
    const answer = await page.request.get(`${stack.baseUrl}/api/events?page_size=1`);
    const { items } = await answer.json();
    const event = items[0];
    await page.goto(`/events?event=${encodeURIComponent(event.dedupe_key)}`);
    const { panel } = eventsScreen(page);
    await panel.getByRole('heading', { level: 2, name: event.display_summary }).waitFor();
    expect(await panel.getByRole('region', { name: 'Raw record' }).innerText()).toContain(event.id);
  });

  it('takes tags and comments, which stay', async () => {
    const { page } = tab;
    const { open, links, panel, rows } = eventsScreen(page);
    await open();
    const key = (await links.nth(2).getAttribute('data-event-link')) ?? '';
    await links.nth(2).click();
    await panel
      .getByRole('textbox', { name: 'Tags of this event' })
      .or(panel.getByRole('combobox', { name: 'Tags of this event' }))
      .fill('reviewed');
    await page.keyboard.press('Enter');
    await rows
      .filter({ has: page.locator(`[data-event-link="${key}"]`) })
      .getByText('reviewed')
      .waitFor();
    await panel.getByRole('textbox', { name: 'New comment' }).fill('Asked her: it was <b>planned</b>.');
    await panel.getByRole('button', { name: 'Comment', exact: true }).click();
    await panel.getByText('Asked her: it was <b>planned</b>.').waitFor();
    await page.reload();
    await panel.getByText('Asked her: it was <b>planned</b>.').waitFor();
    await panel.getByRole('button', { name: 'Remove reviewed' }).waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('that is not there says so', async () => {
    await tab.page.goto('/events?event=directory:no-such-event');
    await eventsScreen(tab.page).panel.getByRole('alert').waitFor();
  });
});

describe('the events screen', () => {
  inLentTab();

  it('tags everything that matches, after showing how many that is', async () => {
    const { page } = tab;
    const screen = eventsScreen(page);
    await screen.open('?services=RoleManagement');
    const expected = await screen.count();
    await page.getByRole('button', { name: 'Tag all' }).click();
    const dialog = page.getByRole('dialog', { name: 'Tag all matching events' });
    await dialog.getByLabel('Tags to set').last().fill('roles');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: new RegExp(`^Tag ${expected} events?$`) }).click();
    await dialog.getByText(`${expected} of ${expected} matching events were changed`).waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await screen.open('?include_tags=roles');
    expect(await screen.count()).toBe(expected);
    await screen.open('?services=RoleManagement&services=UserManagement&exclude_tags=roles');
    expect(await screen.rows.getByText('RoleManagement').count()).toBe(0);
  });

  it('says that the server is away, and recovers by itself', async () => {
    const { page } = tab;
    const screen = eventsScreen(page);
    await page.route('**/api/**', (route) => route.abort());
    await page.goto('/events');
    await page.getByRole('alert').getByText('AOC does not answer').waitFor();
    await page.getByText('The AOC server does not answer.').first().waitFor();
    await page.unroute('**/api/**');
    await screen.rows.first().waitFor();
    await page.getByText('The AOC server does not answer.').waitFor({ state: 'detached' });
  });

  it('shows what the API says of a bad filter', async () => {
    await tab.page.goto('/events?start=2026-02-02T00:00:00Z&end=2026-01-01T00:00:00Z');
    await tab.page.getByRole('alert').getByText('must not be later than end').waitFor();
  });
});

describe('a query', () => queryTests(context));
describe('events at work', () => workTests(context));
describe('sources', () => sourcesTests(context));
describe('accessibility and sizes', () => accessibilityTests(context));
describe('first load and limits', () => loadTests(context));

// On the same product: another one with its company takes half a minute of computing.
describe('alerts', () => {
  beforeAll(() => settledAlerts(stack.baseUrl), 120_000);

  describe('an alert', () => alertsTests(context));
  describe('rules', () => rulesTests(context));
  describe('notifications', () => notificationsTests(context));
  describe('settings', () => settingsTests(context));
  describe('questions', () => askTests(context));
  describe('accessibility and sizes', () => alertsAccessibilityTests(context));
});
