import type { Locator, Page } from 'playwright-core';

/** Names of what the events screen shows, in one place. */
export function eventsScreen(page: Page) {
  const list = page.getByRole('list', { name: 'Events, newest first' });
  const rows = list.getByRole('article');
  const panel = page.getByRole('complementary', { name: 'Event details' });
  return {
    list,
    rows,
    panel,
    links: list.locator('[data-event-link]'),
    total: page.locator('section[aria-label="Event list"]').getByRole('status').first(),
    pill: (name: string): Locator => page.getByRole('group', { name: 'Filters' }).getByRole('button', { name, exact: false }).first(),
    /** Opens the screen and waits for the first row. */
    async open(search = ''): Promise<void> {
      await page.goto(`/events${search}`);
      await rows.first().waitFor();
    },
    /** The total as a number, once the list is up to date. */
    async count(): Promise<number> {
      await page.getByText('updating…').waitFor({ state: 'detached' });
      const text = await page.locator('section[aria-label="Event list"] [role="status"]').first().innerText();
      return Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', '') ?? NaN);
    },
  };
}
