import { openTab } from './browser';
import { madeUpNotifications } from './made-up-notifications';
import type { TestContext } from './test-context';

/** Channels and the delivery log. */
export function notificationsTests({ stack, browser }: TestContext): void {
  it('are set up, tried, and sent again', async () => {
    const { page } = await openTab(browser(), stack().baseUrl);
    await madeUpNotifications(page);
    await page.goto('/settings/notifications');
    await page.getByRole('button', { name: 'New channel' }).click();
    const form = page.getByRole('dialog', { name: 'New channel' });
    await form.getByLabel('Name').fill('Security hooks');
    await form.getByRole('button', { name: 'Create channel' }).click();
    await form.getByText('is required for a webhook', { exact: true }).waitFor();
    await form.getByLabel('URL').fill('https://hooks.example.com/aoc?key=secret');
    await form.getByLabel('Secret').fill('long enough');
    await form.getByRole('button', { name: 'Critical' }).click();
    await form.getByLabel('Only critical alerts during some hours').check();
    await form.getByRole('button', { name: 'Create channel' }).click();
    const channel = page.getByRole('list', { name: 'Channels' }).getByRole('listitem').filter({ hasText: 'Security hooks' }).first();
    await channel.getByText('Alerts: critical').waitFor();
    await channel.getByText('Signed').waitFor();
    expect(await channel.innerText()).not.toContain('secret');
    await channel.getByRole('button', { name: 'Send a test' }).click();
    await channel.getByText('The test message arrived: hooks.example.com answered 200 (31 ms)').waitFor();
    const delivery = page.getByRole('list', { name: 'Deliveries' }).getByRole('listitem').first();
    await delivery.getByText('1 attempt').click();
    await delivery.getByText('hooks.slack.com answered 404: no_team').waitFor();
    await delivery.getByRole('button', { name: 'Send again' }).click();
    await delivery.getByText('Waiting', { exact: true }).waitFor();
    await page.context().close();
  });
}
