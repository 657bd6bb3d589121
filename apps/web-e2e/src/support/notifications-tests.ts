import { waitFor } from '@aoc/testing';
import { startHttpSink } from '@aoc/tools/notification-sinks';
import { raiseAlert } from './raise-alert';
import type { TestContext } from './test-context';

/** Channels and the delivery log, against a receiver on loopback. */
export function notificationsTests({ stack, lend }: TestContext): void {
  it('are set up, tried, given up, and sent again', async () => {
    const sink = await startHttpSink();
    const { page, close } = await lend();
    await page.goto('/settings/notifications');
    await page.getByRole('button', { name: 'New channel' }).first().click();
    const form = page.getByRole('dialog', { name: 'New channel' });
    await form.getByLabel('Name').fill('Security hooks');
    await form.getByRole('button', { name: 'Create channel' }).click();
    await form.getByText('a channel of kind webhook needs one', { exact: true }).waitFor();
    await form.getByLabel('URL').fill(`${sink.url}/aoc?key=hidden-key`);
    await form.getByLabel('Secret').fill('long enough');
    await form.getByRole('button', { name: 'Medium' }).click();
    await form.getByRole('button', { name: 'Create channel' }).click();
    const channel = page.locator('[data-channel]').filter({ hasText: 'Security hooks' });
    await channel.getByText('Alerts: medium').waitFor();
    await channel.getByText('Signed').waitFor();
    expect(await channel.innerText()).not.toContain('hidden-key');
    await channel.getByRole('button', { name: 'Send a test' }).click();
    await channel.getByText('The test message arrived').waitFor();
    expect(sink.requests.map(({ path }) => path)).toEqual(['/aoc?key=hidden-key']);

    sink.always = { kind: 'status', status: 410 };
    const actor = await raiseAlert(stack().baseUrl);
    await page.getByRole('group', { name: 'Status of the deliveries' }).getByRole('button', { name: 'Given up' }).click();
    const delivery = page.locator('[data-delivery]').filter({ hasText: 'Given up' }).first();
    await delivery.getByText('1 attempt').click();
    await delivery.getByText(/410/).waitFor();
    await waitFor('the alert to be told', () => sink.requests.some(({ body }) => body.includes(actor)));
    sink.always = null;
    await delivery.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('group', { name: 'Status of the deliveries' }).getByRole('button', { name: 'Delivered' }).click();
    await page.locator('[data-delivery]').filter({ hasText: 'Delivered' }).first().waitFor();
    expect(sink.requests.at(-1)?.fault).toBeNull();

    await channel.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete the channel' }).click();
    await channel.waitFor({ state: 'detached' });
    await close();
    await sink.stop();
    // Two rounds of a log that is read every ten seconds.
  }, 60_000);
}
