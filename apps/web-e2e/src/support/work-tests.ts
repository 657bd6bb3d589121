import { waitFor } from '@aoc/testing';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { eventsScreen } from './events-screen';
import type { TestContext } from './test-context';

const download = async (page: Page, format: string): Promise<string> => {
  await page.getByRole('button', { name: 'Export' }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: format, exact: false }).click()]);
  return readFile(await file.path(), 'utf8');
};

/** Table, export, saved searches, live tail, palette and keys. */
export function workTests({ stack, lend }: TestContext): void {
  const open = async (search = '') => {
    const tab = await lend();
    const screen = eventsScreen(tab.page);
    await screen.open(search);
    return { ...tab, screen };
  };

  it('as a dense table whose columns are chosen and remembered', async () => {
    const { page, screen, complaints, close } = await open();
    await page.keyboard.press('t');
    await screen.table.waitFor();
    expect(await screen.table.getByRole('row').count()).toBeGreaterThan(10);
    await page.getByRole('button', { name: 'Choose columns' }).click();
    await page.getByRole('dialog', { name: 'Columns' }).getByRole('checkbox', { name: 'IP address' }).click();
    await screen.table.getByRole('columnheader', { name: 'IP address' }).waitFor();
    await page.keyboard.press('Escape');
    await page.reload();
    await screen.table.getByRole('columnheader', { name: 'IP address' }).waitFor();
    // The keys walk rows that are there.
    await screen.table.getByRole('row').nth(3).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await screen.panel.getByRole('heading', { level: 2 }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('t');
    await screen.rows.first().waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('are downloaded, all that match, in three formats', async () => {
    const { page, screen, close } = await open('?services=RoleManagement');
    const total = await screen.count();
    const csv = await download(page, 'CSV');
    expect(csv.split(/\r?\n/)[0]).toContain('operation');
    expect(csv).toContain('RoleManagement');
    const events = (await download(page, 'NDJSON'))
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
      .filter((line) => typeof line === 'object' && line !== null && 'dedupe_key' in line);
    expect(events).toHaveLength(total);
    const json: unknown = JSON.parse(await download(page, 'JSON one document'));
    expect(JSON.stringify(json).match(/"dedupe_key"/g)).toHaveLength(total);
    await close();
  });

  it('searches are saved under a name, found in the palette, loaded and deleted', async () => {
    const { page, screen, close } = await open('?services=SignIn&last=30d');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('textbox', { name: 'Name of the search' }).fill('Sign-ins of the month');
    await page.keyboard.press('Enter');
    await screen.facets.getByRole('button', { name: 'Sign-ins of the month', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.waitForURL((url) => !url.searchParams.has('services'));
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find a command or search' }).fill('month');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('services') === 'SignIn' && url.searchParams.get('q') === 'after:-30d');
    await screen.facets.getByRole('button', { name: 'Delete Sign-ins of the month' }).click();
    await screen.facets.getByRole('button', { name: 'Sign-ins of the month', exact: true }).waitFor({ state: 'detached' });
    await close();
  });

  it('appear while the live tail is on', async () => {
    const simulator = stack().simulator;
    if (!simulator) return;
    const { page, screen, complaints, close } = await open();
    await page.keyboard.press('l');
    await page.getByRole('button', { name: 'Live open' }).waitFor();
    const first = await screen.links.first().getAttribute('data-event-link');
    simulator.clock.advance(300);
    await page.request.post(`${stack().baseUrl}/api/fetch-audit-logs?hours=1&wait=false`);
    await waitFor('a live event', async () => (await screen.links.first().getAttribute('data-event-link')) !== first, 30_000);
    expect(complaints).toEqual([]);
    await close();
  });

  it('are read again when the live tail says that it lost some', async () => {
    const simulator = stack().simulator;
    if (!simulator) return;
    const { page, screen, close } = await open();
    const first = await screen.links.first().getAttribute('data-event-link');
    simulator.clock.advance(300);
    await page.request.post(`${stack().baseUrl}/api/fetch-audit-logs?hours=1&wait=true`);
    // The server drops whoever reads too slowly; here it is all that the stream ever says.
    await page.route('**/api/events/stream*', (route) =>
      route.fulfill({ contentType: 'text/event-stream', body: 'event: lost\ndata: {"reason":"too slow"}\n\n' }),
    );
    await page.keyboard.press('l');
    await waitFor('the new event', async () => (await screen.links.first().getAttribute('data-event-link')) !== first, 30_000);
    await close();
  });

  it('the palette and the sheet of keys open from anywhere', async () => {
    const { page, complaints, close } = await lend();
    await page.goto('/sources');
    await page.locator('[data-source="unified"]').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    const box = page.getByRole('combobox', { name: 'Find a command or search' });
    await box.fill('light theme');
    await page.keyboard.press('Enter');
    await waitFor('the light theme', async () => (await page.locator('html').getAttribute('data-theme')) === 'light');
    await page.keyboard.press('Control+k');
    await box.fill('events');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/events');
    expect(complaints).toEqual([]);
    await close();
  });

  it('keep what is missing of them clear of the buttons beside it, however long it is', async () => {
    const { page, complaints, close } = await lend();
    const gap = { start: '2026-11-01T00:00:00.000Z', end: '2026-11-02T00:00:00.000Z', state: 'late' };
    const gaps = ['directory', 'signin', 'intune', 'unified'].map((source) => ({ ...gap, source }));
    const lists = (url: URL): boolean => url.pathname === '/api/events';
    await page.route(lists, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...z.looseObject({}).parse(await response.json()), coverage: { state: 'partial', gaps } } });
    });
    await eventsScreen(page).open();
    const badge = await page.getByRole('button', { name: /^Late: / }).boundingBox();
    const live = await page.getByRole('button', { name: 'Live', exact: true }).boundingBox();
    expect((badge?.x ?? 0) + (badge?.width ?? Infinity)).toBeLessThanOrEqual(live?.x ?? 0);
    expect(complaints).toEqual([]);
    await page.unroute(lists);
    await close();
  });
}
