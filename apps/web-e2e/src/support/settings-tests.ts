import { readFile } from 'node:fs/promises';
import { checkScreen, checkSizes } from './check-screen';
import type { TestContext } from './test-context';

/** Settings that the one operator has without sign-in: keys, the audit trail, the own tenant. */
export function settingsTests({ lend }: TestContext): void {
  it('an API key is made, shown once, used, and revoked', async () => {
    const { page, complaints, close } = await lend();
    await page.goto('/settings/api-keys');
    await page.getByText('There are no keys yet').waitFor();
    await page.getByRole('button', { name: 'New key' }).first().click();
    const form = page.getByRole('dialog', { name: 'New API key' });
    await form.getByLabel('Role').selectOption('analyst');
    expect(await form.getByRole('option', { name: 'MSP admin' }).count()).toBe(0);
    await form.getByLabel('Name').fill('Nightly report');
    await form.getByLabel('Ends after').selectOption('90');
    await form.getByRole('button', { name: 'Create key' }).click();
    const shown = page.getByRole('dialog', { name: 'The key “Nightly report”' });
    const key = await shown.locator('[data-new-key]').innerText();
    expect(key).toMatch(/^aoc_[^_]+_\S{20,}$/);
    await page.keyboard.press('Escape');
    expect(await shown.isVisible()).toBe(true);
    await checkScreen(page, 'api-key-shown');
    await shown.getByLabel('I have stored the key').check();
    await shown.getByRole('button', { name: 'Done' }).click();
    const row = page.locator('[data-api-key]').filter({ hasText: 'Nightly report' });
    await row.getByText('Active').waitFor();
    expect(await row.innerText()).toContain('Analyst');
    expect(await page.content()).not.toContain(key);
    await row.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('button', { name: 'Revoke the key' }).click();
    await row.getByText('Revoked', { exact: true }).first().waitFor();
    expect(await row.getByRole('button', { name: 'Revoke' }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  it('what the API has against a key stands beside the field', async () => {
    const { page, close } = await lend();
    await page.goto('/settings/api-keys');
    await page.getByRole('button', { name: 'New key' }).first().click();
    const form = page.getByRole('dialog', { name: 'New API key' });
    await form.getByRole('button', { name: 'Create key' }).click();
    await form.getByRole('alert').first().waitFor();
    await close();
  });

  it('the audit trail is filtered, verified and exported', async () => {
    const { page, complaints, close } = await lend();
    await page.goto('/settings/audit-trail');
    await page.locator('[data-audit-row]').first().waitFor();
    await page.getByLabel('Operation').fill('revokeApiKey');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.waitForURL('**/settings/audit-trail?action=revokeApiKey');
    const row = page.locator('[data-audit-row]').filter({ hasText: 'Revoke api key' }).first();
    await row.click();
    await row.getByText('revokeApiKey', { exact: true }).waitFor();
    expect(await row.innerText()).toContain('Done');
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText(/^The chain is whole: /).waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export' }).click()]);
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.at(-1)).toContain('"end":true');
    expect(lines.slice(0, -1).every((line) => line.includes('"action":"revokeApiKey"'))).toBe(true);
    await page.getByLabel('Outcome').selectOption('failed');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByText('No row matches').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.waitForURL('**/settings/audit-trail');
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  it('the own tenant is changed and its sources are checked', async () => {
    const { page, complaints, close } = await lend();
    await page.goto('/settings/tenants');
    const card = page.locator('[data-tenant]').first();
    await card.waitFor();
    await page.locator('[data-licence="none"]').waitFor();
    // One operator without sign-in is admin of the own tenant, which is no reason to offer others.
    expect(await page.getByRole('button', { name: 'New tenant' }).count()).toBe(0);
    await card.getByRole('button', { name: 'Edit' }).click();
    const form = page.getByRole('dialog', { name: /^Change “/ });
    // Its name and credentials are the environment's.
    expect(await form.getByLabel('Name').count()).toBe(0);
    await form.getByLabel('Days that events are kept').fill('99999');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByRole('alert').first().waitFor();
    await form.getByLabel('Days that events are kept').fill('400');
    await form.getByLabel('Other than Monday to Friday').check();
    await form.getByLabel('Time zone').fill('Europe/Berlin');
    await form.getByRole('button', { name: 'Save' }).click();
    await card.getByText('Events are kept for 400 days').waitFor();
    await card.getByText('Works from 09:00 to 17:00 (Europe/Berlin)').waitFor();
    await card.getByRole('button', { name: 'Check the sources' }).click();
    await card.locator('[data-check="signin"]').waitFor();
    expect(await card.getByRole('link', { name: /^Grant the permissions/ }).getAttribute('href')).toContain('/adminconsent?client_id=');
    expect(complaints.filter((text) => !text.includes('400'))).toEqual([]);
    await close();
  }, 60_000);

  it(
    'in both themes and all sizes',
    async () => {
      const { page, complaints, close } = await lend();
      const menu = page.getByRole('navigation', { name: 'Settings' });
      await page.goto('/settings/api-keys');
      await page.getByRole('button', { name: 'New key' }).first().waitFor();
      await checkSizes(page, 'api-keys');
      await page.getByRole('button', { name: 'New key' }).first().click();
      await checkSizes(page, 'api-key-new');
      await page.keyboard.press('Escape');
      await menu.getByRole('link', { name: 'Audit trail' }).click();
      await page.locator('[data-audit-row]').first().click();
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByText(/^The chain is whole: /).waitFor();
      await checkSizes(page, 'audit-trail');
      await menu.getByRole('link', { name: 'Tenants' }).click();
      await page.locator('[data-tenant]').first().waitFor();
      await page.locator('[data-licence]').waitFor();
      await checkSizes(page, 'tenants');
      await page.getByRole('button', { name: 'Edit' }).first().click();
      await page.getByLabel('Other than Monday to Friday').check();
      await checkSizes(page, 'tenant-form');
      expect(complaints).toEqual([]);
      await close();
    },
    // Five screens in two themes, each gone through rule by rule.
    120_000,
  );
}
