import { alertPageSchema, alertSchema, type Alert, type AlertChange } from '@aoc/contracts';
import { waitFor } from '@aoc/testing';
import type { Page } from 'playwright-core';
import { fetchedWhole } from './start-stack';

/** Names of what the alert queue shows, in one place. */
export function alertsScreen(page: Page) {
  const list = page.getByRole('list', { name: 'Alerts', exact: true });
  return {
    list,
    links: list.locator('[data-alert-link]'),
    panel: page.getByRole('complementary', { name: 'Alert details' }),
    row: (id: string) => list.locator(`[data-alert-link="${id}"]`),
    bulk: page.getByRole('toolbar', { name: 'Selected alerts' }),
    toast: page.locator('[role="status"], [role="alert"]'),
    async open(search = ''): Promise<void> {
      await page.goto(`/alerts${search}`);
      await page.locator('[data-alert-link]').first().waitFor();
    },
    /** The alert of the link that has the focus. */
    focused: (): Promise<string | null> => page.locator(':focus').getAttribute('data-alert-link'),
  };
}

/** The API as an analyst's colleague would use it. */
export function alertsApi(baseUrl: string) {
  const read = async (path: string): Promise<unknown> => (await fetch(baseUrl + path)).json();
  return {
    list: async (query = ''): Promise<Alert[]> => alertPageSchema.parse(await read(`/api/alerts${query}`)).items,
    get: async (id: string): Promise<Alert> => alertSchema.parse(await read(`/api/alerts/${id}`)),
    async change(id: string, change: AlertChange): Promise<void> {
      const answer = await fetch(`${baseUrl}/api/alerts/${id}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(change),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
  };
}

/** Over when what has been fetched raises no more alerts: what is walked in a list must stay where it is. */
export async function settledAlerts(baseUrl: string): Promise<void> {
  const api = alertsApi(baseUrl);
  let before = -1;
  await waitFor(
    'the first alerts',
    async () => {
      const { length } = await api.list('?page_size=500');
      const settled = length > 20 && length === before && (await fetchedWhole(baseUrl));
      before = length;
      return settled;
    },
    120_000,
  );
}
