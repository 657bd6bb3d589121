import type { Page } from 'playwright-core';
import { checkScreen, TELEPHONE } from './check-screen';
import { signInScreen } from './sign-in-screen';
import type { SignInStack } from './start-sign-in-stack';
import type { LentTab } from './tab-pool';

const OTHER = 'bbbbbbbb-0000-4000-8000-00000000000b';
const CUSTOMERS = Array.from({ length: 2000 }, (_, index) => ({
  tenant_id: `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`,
  name: `Customer ${String(index).padStart(4, '0')}`,
}));

/** What the API says to an MSP admin under a licence; the product that runs here has none, so that it serves one tenant. */
async function manyTenants(page: Page, own: string): Promise<void> {
  const tenants = [{ tenant_id: own, name: 'Provider' }, { tenant_id: OTHER, name: 'Northwind' }, ...CUSTOMERS];
  await page.route('**/api/me', async (route) => {
    const wanted = route.request().headers()['x-aoc-tenant'];
    const json = {
      id: 'someone',
      display: 'Maya',
      username: 'maya@example.com',
      role: 'msp_admin',
      tenant_id: wanted ?? own,
      tenants,
      sign_in: 'entra',
      privacy_role: false,
      branding: null,
    };
    await route.fulfill({ json });
  });
}

/** Switching between tenants, as far as the browser goes; what the API makes of the header is tested with the API. */
export function tenantSwitcherTests({ stack, lendMaya }: { stack: () => SignInStack; lendMaya: () => Promise<LentTab> }): void {
  it('is not there for who has one tenant', async () => {
    const { page, close } = await lendMaya();
    await page.goto('/events');
    await signInScreen(page).menu.waitFor();
    await page.locator('[data-event-link]').first().waitFor();
    expect(await page.getByRole('button', { name: /^Tenant / }).count()).toBe(0);
    expect(await page.title()).toBe('Events · AOC');
    await close();
  }, 60_000);

  it('finds one of thousands by keyboard, and from then on asks for nothing else', async () => {
    const { page, close } = await lendMaya();
    await manyTenants(page, stack().tenant.tenantId);
    await page.goto('/events?search=a&services=Exchange');
    const own = page.getByRole('button', { name: 'Tenant Provider: switch to another' });
    await own.waitFor();
    await page.waitForFunction("document.title === 'Events · Provider · AOC'");
    await own.press('Enter');
    const box = page.getByRole('combobox', { name: 'Find a tenant' });
    await page.getByText('1,952 more: type to find them.').waitFor();
    await checkScreen(page, 'tenants-choice');
    await box.fill('north');
    await page.getByRole('option', { name: /Northwind/ }).waitFor();
    const asked: { path: string; tenant: string | undefined }[] = [];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/api/')) asked.push({ path: pathname, tenant: request.headers()['x-aoc-tenant'] });
    });
    await box.press('Enter');
    await page.getByRole('button', { name: 'Tenant Northwind: switch to another' }).waitFor();
    await page.getByText('There is no such tenant here, or you may not see it.').first().waitFor();
    // Filters are of the tenant left behind; so are all rows.
    expect(new URL(page.url()).search).toBe(`?tenant=${OTHER}`);
    expect(await page.locator('[data-event-link]').count()).toBe(0);
    expect(await page.title()).toBe('Events · Northwind · AOC');
    await page.getByRole('link', { name: 'Rules', exact: true }).click();
    await page.waitForURL(`**/rules?tenant=${OTHER}`);
    await page.getByText('There is no such tenant here, or you may not see it.').first().waitFor();
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter(({ tenant }) => tenant !== OTHER)).toEqual([]);
    await page.goBack();
    await page.goBack();
    await page.getByRole('button', { name: 'Tenant Provider: switch to another' }).waitFor();
    expect(new URL(page.url()).searchParams.get('services')).toBe('Exchange');
    await close();
  }, 60_000);

  it('lets who serves all tenants say for which a new rule is', async () => {
    const { page, close } = await lendMaya();
    await manyTenants(page, stack().tenant.tenantId);
    await page.goto('/rules/new');
    const appliesTo = page.getByRole('region', { name: 'Applies to' });
    await appliesTo.getByRole('button', { name: 'This tenant', pressed: true }).waitFor();
    await appliesTo.getByRole('button', { name: 'Chosen tenants' }).click();
    await appliesTo.getByRole('searchbox', { name: 'Find a tenant' }).fill('north');
    await appliesTo.getByRole('checkbox', { name: /Northwind/ }).check();
    await appliesTo.getByText('1 tenant chosen.').waitFor();
    await checkScreen(page, 'rule-applies-to');
    await close();
  }, 60_000);

  it('leads back from a tenant that the API does not give', async () => {
    const { page, close } = await lendMaya();
    await page.goto(`/alerts?tenant=${OTHER}`);
    await page.getByText('There is no such tenant here, or you may not see it.').waitFor();
    await checkScreen(page, 'tenant-refused');
    await page.getByRole('link', { name: 'Go to your own tenant' }).click();
    await page.locator('[data-event-link]').first().waitFor();
    await close();
  }, 60_000);

  it('stays in view on a telephone', async () => {
    const { page, close } = await lendMaya();
    await page.setViewportSize(TELEPHONE);
    await manyTenants(page, stack().tenant.tenantId);
    await page.goto('/rules');
    await page.getByRole('button', { name: 'Tenant Provider: switch to another' }).click();
    await page.getByRole('listbox', { name: 'Tenants' }).getByRole('option').first().waitFor();
    await checkScreen(page, 'tenants-choice');
    await close();
  }, 60_000);
}
