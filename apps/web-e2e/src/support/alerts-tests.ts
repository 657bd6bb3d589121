import { waitFor } from '@aoc/testing';
import { alertsApi, alertsScreen } from './alerts-screen';
import { raiseAlert } from './raise-alert';
import type { TestContext } from './test-context';

/** The queue: triage by keyboard and in bulk, what an alert says, and staying fresh. */
export function alertsTests({ stack, lend }: TestContext): void {
  const open = async (search = '') => {
    const tab = await lend();
    const screen = alertsScreen(tab.page);
    await screen.open(search);
    return { ...tab, screen, api: alertsApi(stack().baseUrl) };
  };
  const statusOf = async (id: string) => (await alertsApi(stack().baseUrl).get(id)).status;

  it('is triaged by keyboard: walk, acknowledge, open, take on, resolve', async () => {
    const { page, screen, api, complaints, close } = await open();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const id = (await screen.focused()) ?? '';
    expect(id).toBe(await screen.links.nth(1).getAttribute('data-alert-link'));
    await page.keyboard.press('a');
    await screen.row(id).waitFor({ state: 'detached' });
    await waitFor('the alert to be acknowledged', async () => (await statusOf(id)) === 'acknowledged');
    await waitFor('the focus to go on', async () => (await screen.focused()) !== null);
    await page.locator('[data-count="acknowledged"]').getByText('1', { exact: true }).waitFor();
    const next = (await screen.focused()) ?? '';
    await page.keyboard.press('Enter');
    await screen.panel.getByRole('heading', { level: 2 }).waitFor();
    expect(new URL(page.url()).searchParams.get('alert')).toBe(next);
    await page.keyboard.press('m');
    await waitFor('the alert to be mine', async () => (await api.get(next)).assignee !== null);
    await page.keyboard.press('r');
    await screen.panel.getByText('Resolved', { exact: true }).first().waitFor();
    await waitFor('the alert to be resolved', async () => (await statusOf(next)) === 'resolved');
    await page.keyboard.press('Escape');
    await screen.panel.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await close();
  });

  it('changes a selected range at once', async () => {
    const { page, screen, api, close } = await open('?severity=medium');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Shift+X');
    await screen.bulk.getByText('3 selected').waitFor();
    const ids = await Promise.all([0, 1, 2].map((index) => screen.links.nth(index).getAttribute('data-alert-link')));
    await screen.bulk.getByRole('button', { name: /^Acknowledge/ }).click();
    await page.getByText('3 of 3 alerts changed').waitFor();
    for (const id of ids) expect((await api.get(id ?? '')).status).toBe('acknowledged');
    await close();
  });

  it('takes a false positive with a reason only', async () => {
    const { page, screen, api, close } = await open();
    await page.keyboard.press('j');
    const id = (await screen.focused()) ?? '';
    await page.keyboard.press('f');
    const dialog = page.getByRole('dialog', { name: /^False positive/ });
    await dialog.getByRole('button', { name: 'Mark as false positive' }).click();
    await dialog.getByText('A false positive needs a reason.').waitFor();
    expect(await statusOf(id)).toBe('open');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Planned: <b>CHG-1042</b>');
    await dialog.getByRole('button', { name: 'Mark as false positive' }).click();
    await waitFor('the alert to be closed', async () => (await api.get(id)).close_reason === 'Planned: <b>CHG-1042</b>');
    await page.goto(`/alerts?status=false_positive&alert=${id}`);
    await screen.panel.getByText('Planned: <b>CHG-1042</b>').first().waitFor();
    await close();
  });

  it('shows what somebody else did when they were quicker', async () => {
    const tab = await lend();
    const screen = alertsScreen(tab.page);
    await tab.page.route('**/api/events/stream*', (route) => route.abort());
    await screen.open();
    await tab.page.keyboard.press('j');
    const id = (await screen.focused()) ?? '';
    await alertsApi(stack().baseUrl).change(id, { status: 'acknowledged', assignee: 'Somebody Quicker' });
    await tab.page.keyboard.press('r');
    await tab.page.getByText(/was not changed: .*changed by somebody else/).waitFor();
    expect(await statusOf(id)).toBe('acknowledged');
    await screen.row(id).waitFor({ state: 'detached' });
    await tab.close();
  });

  it('tells why it fired, what happened, and leads to the event', async () => {
    const api = alertsApi(stack().baseUrl);
    const alerts = await api.list('?page_size=200');
    const counted = alerts.find((alert) => alert.window !== null);
    const simple = alerts.find((alert) => alert.window === null && alert.matched.length > 1);
    if (!counted || !simple) throw new Error('the simulated company raised too few kinds of alerts');
    const { page, screen, complaints, close } = await open(`?alert=${simple.id}`);
    const why = screen.panel.getByRole('region', { name: 'Why it fired' });
    expect(await why.getByRole('listitem').count()).toBe(simple.matched.length);
    await why.locator('mark').first().waitFor();
    const [technique] = simple.techniques;
    if (technique) {
      const link = screen.panel.getByRole('link', { name: technique, exact: true });
      expect(await link.getAttribute('href')).toBe(`https://attack.mitre.org/techniques/${technique.replace('.', '/')}/`);
    }
    await screen.panel.getByRole('link', { name: 'Open the event' }).click();
    await page.getByRole('complementary', { name: 'Event details' }).getByRole('heading', { level: 2 }).waitFor();
    expect(new URL(page.url()).searchParams.get('event')).toBe(simple.event_dedupe_key);
    await screen.open(`?alert=${counted.id}`);
    await why.getByText(`Counted ${counted.window?.count}`).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('takes comments, and shows what colleagues do to it', async () => {
    const { screen, api, complaints, close } = await open();
    const id = (await screen.links.nth(3).getAttribute('data-alert-link')) ?? '';
    await screen.links.nth(3).click();
    await screen.panel.getByRole('textbox', { name: 'New comment' }).fill('Asked her: planned.');
    await screen.panel.getByRole('button', { name: 'Comment', exact: true }).click();
    await screen.panel.getByRole('region', { name: 'Comments (1)' }).getByRole('paragraph').getByText('Asked her: planned.').waitFor();
    await api.change(id, { assignee: 'Colleague' });
    await screen.panel.getByRole('button', { name: 'Colleague' }).waitFor();
    await screen.panel.getByRole('region', { name: 'History' }).getByText('gave it to Colleague').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('appears by itself when it is raised, and is counted', async () => {
    const { page, screen, complaints, close } = await open('?sort=newest');
    const badge = page.locator('[data-open-alerts]');
    const before = Number(await badge.getAttribute('data-open-alerts'));
    const actor = await raiseAlert(stack().baseUrl);
    // At night the rule on administration outside of the working time fires too.
    await screen.list.getByRole('article').filter({ hasText: actor }).filter({ hasText: 'New Application Registration' }).waitFor();
    await waitFor('the badge to follow', async () => Number(await badge.getAttribute('data-open-alerts')) > before);
    expect(complaints).toEqual([]);
    await close();
  });

  it('is kept quiet from the alert, and the exception is taken back at the rule', async () => {
    const { page, screen, close } = await open();
    await screen.links.first().click();
    await screen.panel.getByRole('button', { name: 'Snooze or except' }).click();
    const dialog = page.getByRole('dialog', { name: 'Snooze or except' });
    await dialog.getByRole('button', { name: 'Snooze', exact: true }).last().click();
    await dialog.getByText('Say why.').waitFor();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Maintenance tonight');
    await dialog.getByRole('button', { name: 'Snooze', exact: true }).last().click();
    await page.getByText('passes over this from now on').waitFor();
    await screen.panel.getByRole('region', { name: 'Facts' }).getByRole('link').first().click();
    await page.getByRole('button', { name: 'Exceptions (1)' }).click();
    const exceptions = page.getByRole('list', { name: 'Exceptions' });
    await exceptions.getByText('Maintenance tonight').waitFor();
    await exceptions.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('heading', { name: 'No exceptions' }).waitFor();
    await close();
  });
}
