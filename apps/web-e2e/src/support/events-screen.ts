import type { Page } from 'playwright-core';

/** Names of what the events screen shows, in one place. */
export function eventsScreen(page: Page) {
  const list = page.getByRole('list', { name: 'Events, newest first' });
  const rows = list.getByRole('article');
  const panel = page.getByRole('complementary', { name: 'Event details' });
  const facets = page.getByRole('complementary', { name: 'Values' });
  const total = page.locator('section[aria-label="Event list"] [role="status"]').first();
  return {
    list,
    total,
    rows,
    panel,
    facets,
    links: list.locator('[data-event-link]'),
    table: page.getByRole('table', { name: 'Events, newest first' }),
    query: page.getByRole('combobox', { name: 'Search events' }),
    chips: page.getByRole('list', { name: 'Filters in force' }).getByRole('listitem'),
    bars: page.getByRole('slider', { name: /Events per interval/ }),
    /** Opens the screen and waits for the first row. */
    async open(search = ''): Promise<void> {
      await page.goto(`/events${search}`);
      await page.locator('[data-event-link]').first().waitFor();
    },
    /** The total as a number, once the list is up to date. */
    async count(): Promise<number> {
      await page.getByText('updating…').waitFor({ state: 'detached' });
      await total.filter({ hasText: /\d/ }).waitFor();
      const text = await total.innerText();
      return Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', '') ?? NaN);
    },
  };
}
