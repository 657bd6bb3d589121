import type { Browser, Page } from 'playwright-core';
import { keepScreenshot, openTab } from './browser';
import { checkScreen as checkOneWidth } from './check-screen';
import { png } from './made-up-logo';
import { signInScreen } from './sign-in-screen';
import type { SignInStack } from './start-sign-in-stack';

const NAME = 'Northwind Traders';
const rows = (page: Page) => page.locator('[data-event-link]');

/** Besides, for whoever wants to look, pictures of a telephone and of a 4K screen. */
async function checkScreen(page: Page, name: string): Promise<void> {
  await checkOneWidth(page, name);
  if (!process.env.AOC_KEEP_SCREENSHOTS) return;
  const usual = page.viewportSize() ?? { width: 1280, height: 800 };
  for (const size of [
    { width: 360, height: 740 },
    { width: 2560, height: 1440 },
  ]) {
    await page.setViewportSize(size);
    await keepScreenshot(page, `${name}-light-${size.width}`);
  }
  await page.setViewportSize(usual);
}

async function switchTo(page: Page, option: RegExp): Promise<void> {
  await page.getByRole('button', { name: /^Tenant .*: switch to another$/ }).click();
  await page.getByRole('option', { name: option }).click();
}

/** Two tenants under a licence, from the first to the last day of the second. */
export function licensedTenantsTests({ stack, browser }: { stack: () => SignInStack; browser: () => Browser }): void {
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    ({ page, complaints } = await openTab(browser(), stack().licensedUrl));
  });
  afterAll(() => page.context().close());

  it('begin with a registration, and each has events of its own', async () => {
    const { customer } = stack();
    await signInScreen(page).enter('Maya', '/settings/tenants');
    await page.getByRole('button', { name: 'New tenant' }).click();
    const form = page.getByRole('dialog', { name: 'New tenant' });
    await form.getByLabel('Name').fill(NAME);
    await form.getByLabel('Directory (tenant) id').fill(customer.tenantId);
    await form.getByLabel('Application (client) id').fill(customer.clientId);
    await form.getByLabel('Client secret').fill(customer.clientSecret);
    await form.getByRole('button', { name: 'Register tenant' }).click();
    await page.locator(`[data-tenant="${customer.tenantId}"]`).waitFor();
    await switchTo(page, new RegExp(NAME));
    await page.waitForURL(`**?tenant=${customer.tenantId}`);
    await page.getByRole('link', { name: 'Sources', exact: true }).click();
    await page.getByLabel('How far back').selectOption('168');
    await page.getByRole('button', { name: 'Fetch now' }).click();
    await page.getByText('Fetch complete').waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Events', exact: true }).click();
    await rows(page).first().waitFor();
    expect(await page.title()).toBe(`Events · ${NAME} · AOC`);
  }, 120_000);

  it('are shown at once, each row with its tenant', async () => {
    const { customer, tenant } = stack();
    await switchTo(page, /^All 2 tenants/);
    await page.waitForURL('**?tenant=*');
    await page.getByRole('button', { name: 'Tenant All tenants: switch to another' }).waitFor();
    await rows(page).first().waitFor();
    expect(await page.title()).toBe('Events · All tenants · AOC');
    expect(await page.getByRole('button', { name: /^Live/ }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Tag all' }).count()).toBe(0);
    await checkScreen(page, 'all-events');
    const total = async () => {
      const text = await page
        .getByText(/^[\d,]+ events$/)
        .first()
        .innerText();
      return Number(text.replaceAll(/\D/g, ''));
    };
    const all = await total();
    const counts: number[] = [];
    for (const id of [tenant.tenantId, customer.tenantId]) {
      await page.goto(`/events?tenant=${id}`);
      await rows(page).first().waitFor();
      counts.push(await total());
    }
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all);
  }, 120_000);

  it('are changed where each row belongs', async () => {
    const { customer } = stack();
    await page.goto('/events?tenant=*');
    await rows(page).first().waitFor();
    await page.goto(`/events?tenant=*&event=${encodeURIComponent(String(await rows(page).first().getAttribute('data-event-link')))}`);
    await page.getByRole('complementary', { name: 'Event details' }).getByRole('region', { name: 'Raw record' }).waitFor();
    await page.goto('/events?tenant=*&q=source:directory');
    await page.locator(`article:has([data-tenant="${customer.tenantId}"]) [data-event-link]`).first().click();
    const panel = page.getByRole('complementary', { name: 'Event details' });
    await panel.locator(`[data-tenant="${customer.tenantId}"]`).first().waitFor();
    await panel.getByRole('textbox', { name: 'New comment' }).fill('Seen beside all others.');
    await panel.getByRole('button', { name: 'Comment' }).click();
    await panel.getByText('Seen beside all others.').waitFor();
    await checkScreen(page, 'all-event');
    // Somebody who fetched many files did so within a day.
    await page.goto('/events?tenant=*&q=operation:FileDownloaded');
    await rows(page).first().click();
    const related = panel.getByRole('region', { name: 'Within a day' }).getByRole('listitem');
    await related.first().waitFor();
    expect(await related.filter({ has: page.locator('[data-tenant]') }).count()).toBe(await related.count());
  }, 120_000);

  it('show alerts and sources at once, and ask to choose one for what is kept per tenant', async () => {
    const { customer } = stack();
    await page.goto('/alerts?tenant=*');
    await page.locator('[data-alert-link]').first().waitFor();
    await checkScreen(page, 'all-alerts');
    await page.getByRole('link', { name: 'Sources', exact: true }).click();
    await page.locator(`[data-tenant="${customer.tenantId}"] [data-source]`).first().waitFor();
    await checkScreen(page, 'all-sources');
    await page.getByRole('link', { name: 'Rules', exact: true }).click();
    await page.getByRole('heading', { name: 'This is kept per tenant' }).waitFor();
    expect(complaints.filter((text) => !text.includes('status of 4'))).toEqual([]);
  }, 120_000);

  it('have privacy settings, defaults of messages and a look of their own', async () => {
    const { customer } = stack();
    await page.goto(`/settings/tenants?tenant=${customer.tenantId}`);
    const card = page.locator(`[data-tenant="${customer.tenantId}"]`);
    await card.getByRole('button', { name: 'Edit' }).click();
    const form = page.getByRole('dialog', { name: `Change “${NAME}”` });
    await form.getByRole('button', { name: 'Privacy' }).click();
    await form.getByLabel('Other than the installation’s PRIVACY_ settings').check();
    await form.getByRole('combobox', { name: 'Hidden services' }).fill('Exchange,');
    await checkScreen(page, 'tenant-privacy');
    await form.getByRole('button', { name: 'Messages' }).click();
    await form.getByLabel('Least severity').selectOption('high');
    await checkScreen(page, 'tenant-messages');
    await form.getByRole('button', { name: 'Look' }).click();
    await form.getByLabel('Name shown').fill('Northwind Care');
    await form.getByRole('textbox', { name: 'Colour' }).fill('#ffd000');
    await form.locator('input[type=file]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: png(96, 32) });
    await form.getByAltText('The logo').waitFor();
    await checkScreen(page, 'tenant-look');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'detached' });
    await page.goto(`/events?tenant=${customer.tenantId}`);
    await page.locator('[data-brand]').getByText('Northwind Care').waitFor();
    await rows(page).first().waitFor();
    await checkScreen(page, 'branded-events');
    expect(await page.getByText('Exchange', { exact: true }).count()).toBe(0);
  }, 120_000);

  it('end with an erasure that is confirmed by the id and proved', async () => {
    const { customer } = stack();
    await page.goto('/settings/tenants');
    const card = page.locator(`[data-tenant="${customer.tenantId}"]`);
    expect(await card.getByRole('button', { name: 'Erase' }).count()).toBe(0);
    await card.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('button', { name: 'Disable the tenant' }).click();
    await card.getByRole('button', { name: 'Erase' }).click();
    const dialog = page.getByRole('dialog', { name: /Northwind/ });
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Events with their records' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/\.ndjson$/);
    const erase = dialog.getByRole('button', { name: 'Erase the tenant' });
    await dialog.getByLabel('Type its id to confirm').fill(customer.tenantId.slice(0, -1));
    expect(await erase.isDisabled()).toBe(true);
    await dialog.getByLabel('Type its id to confirm').fill(customer.tenantId);
    await checkScreen(page, 'tenant-erase');
    await erase.click();
    await dialog.locator('[data-proof]').getByText('nothing of the tenant was found afterwards').waitFor();
    await checkScreen(page, 'tenant-erased');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await card.waitFor({ state: 'detached' });
  }, 120_000);
}
