import { readFile } from 'node:fs/promises';
import type { Browser, Page, Request } from 'playwright-core';
import { launchBrowser, openTab, type Tab } from './support/browser';
import { checkScreen } from './support/check-screen';
import { licensedTenantsTests } from './support/licensed-tenants-tests';
import { signInScreen } from './support/sign-in-screen';
import { startSignInStack, type SignInStack } from './support/start-sign-in-stack';
import { tabPool } from './support/tab-pool';
import { tenantSwitcherTests } from './support/tenant-switcher-tests';

let stack: SignInStack;
let browser: Browser;
let tab: Tab;
/** Tabs in which somebody has signed in; for tests that are about what comes after. */
const lendTo = (given: string) =>
  tabPool(
    () => browser,
    () => stack.baseUrl,
    ({ page }) => signInScreen(page).enter(given),
  );
const [lendMaya, lendCleo] = [lendTo('Maya'), lendTo('Cleo')];

beforeAll(async () => {
  stack = await startSignInStack();
  browser = await launchBrowser(stack.browserArgs);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
}, 60_000);

beforeEach(() => stack.simulator.signIn.setLifetimes({ access_token_seconds: 3900 }));

const inFreshTab = () => {
  beforeEach(async () => {
    tab = await openTab(browser, stack.baseUrl);
  });
  afterEach(() => tab.page.context().close());
};

const rows = (page: Page) => page.locator('[data-event-link]');

describe('signing in', () => {
  inFreshTab();

  it('leads to Entra with PKCE and back to the address that was asked for', async () => {
    const { page, complaints } = tab;
    const asked: URL[] = [];
    page.on('request', (request: Request) => request.url().includes('/oauth2/v2.0/authorize') && asked.push(new URL(request.url())));
    const screen = signInScreen(page);
    await screen.enter('Ada', '/sources?job=none');
    await page.getByRole('heading', { name: 'Sources', exact: true }).waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search + new URL(page.url()).hash).toBe('/sources?job=none');
    const query = asked[0]?.searchParams;
    expect(query?.get('code_challenge_method')).toBe('S256');
    expect(query?.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(query?.get('scope')).toContain(`api://${stack.tenant.registration.client_id}/access`);
    expect(query?.get('state')).not.toContain('sources');
    const stored: unknown = await page.evaluate('[JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })]');
    const [local, session] = Array.isArray(stored) ? stored : [];
    expect(String(session)).toContain('accesstoken');
    expect(String(local)).not.toMatch(/accesstoken|refreshtoken/);
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
  });

  it('shows events, who is signed in, and lets nothing be read without', async () => {
    const { page, complaints } = tab;
    const screen = signInScreen(page);
    await screen.enter('Maya');
    await rows(page).first().waitFor();
    const menu = await screen.openMenu();
    expect(await menu.innerText()).toContain('MSP admin');
    await checkScreen(page, 'account-menu');
    expect((await fetch(`${stack.baseUrl}/api/events`)).status).toBe(401);
    expect(complaints).toEqual([]);
  }, 60_000);

  it('fits a telephone', async () => {
    const narrow = await openTab(browser, stack.baseUrl, { viewport: { width: 360, height: 740 } });
    const screen = signInScreen(narrow.page);
    await screen.enter('Ada', '/rules');
    await narrow.page.getByRole('list', { name: 'Rules' }).waitFor();
    await screen.openMenu();
    expect(await narrow.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await narrow.page.context().close();
  });

  it('stays for the next page in the tab, and asks nothing in the next tab of the browser', async () => {
    const { page } = tab;
    const screen = signInScreen(page);
    await screen.enter('Ada');
    await page.reload();
    await screen.menu.waitFor();
    const other = await page.context().newPage();
    await other.goto('/rules');
    await signInScreen(other).menu.waitFor();
    expect(new URL(other.url()).pathname).toBe('/rules');
  });

  it('says what Entra has against it', async () => {
    const { page } = tab;
    stack.simulator.change(stack.tenant.tenantId, { registration: { assignment_required: true } });
    try {
      await page.goto('/rules');
      await signInScreen(page).choose('Nora');
      await page.getByRole('heading', { name: 'You could not be signed in' }).waitFor();
      await page.getByText('AADSTS50105').waitFor();
      await checkScreen(page, 'sign-in-failed');
      await page.getByRole('button', { name: 'Try again' }).click();
      await signInScreen(page).choose('Ada');
      await page.waitForURL('**/rules');
    } finally {
      stack.simulator.change(stack.tenant.tenantId, { registration: { assignment_required: false } });
    }
  }, 60_000);
});

describe('while signed in', () => {
  inFreshTab();

  it('renews a token before it is over, without leaving the page', async () => {
    const { page, complaints } = tab;
    stack.simulator.signIn.setLifetimes({ access_token_seconds: 30 });
    await signInScreen(page).enter('Ada');
    await rows(page).first().waitFor();
    const before = stack.simulator.journal.count('login.token');
    const authorized = stack.simulator.journal.count('login.authorize');
    await page.getByRole('link', { name: 'Rules', exact: true }).click();
    await page.getByRole('list', { name: 'Rules' }).waitFor();
    expect(stack.simulator.journal.count('login.token')).toBeGreaterThan(before);
    expect(stack.simulator.journal.count('login.authorize')).toBe(authorized);
    expect(complaints).toEqual([]);
  });

  it('renews a token once that the API refuses', async () => {
    const { page } = tab;
    await signInScreen(page).enter('Ada');
    const seen: string[] = [];
    await page.route('**/api/rules', async (request) => {
      seen.push(request.request().headers()['authorization'] ?? '');
      if (seen.length > 1) return request.continue();
      const problem = {
        type: 'about:blank',
        title: 'Unauthorized',
        status: 401,
        detail: 'no',
        instance: '/api/rules',
        code: 'unauthorized',
      };
      return request.fulfill({ status: 401, json: problem });
    });
    await page.getByRole('link', { name: 'Rules', exact: true }).click();
    await page.getByRole('list', { name: 'Rules' }).waitFor();
    expect(seen).toHaveLength(2);
    expect(seen[1]).not.toBe(seen[0]);
  });

  it('says that the session has ended, and goes on at the same address', async () => {
    const { page } = tab;
    stack.simulator.signIn.setLifetimes({ access_token_seconds: 30 });
    const screen = signInScreen(page);
    await screen.enter('Ben', '/alerts?status=resolved');
    stack.simulator.signIn.revoke(stack.tenant.tenantId);
    await page.getByRole('link', { name: 'Sources', exact: true }).click();
    await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
    await checkScreen(page, 'session-ended');
    expect(new URL(page.url()).pathname).toBe('/sources');
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await screen.choose('Ben');
    await screen.menu.waitFor();
    expect(new URL(page.url()).pathname).toBe('/sources');
  }, 60_000);

  it('ends when the person signs out', async () => {
    const { page } = tab;
    const screen = signInScreen(page);
    await screen.enter('Ada');
    const menu = await screen.openMenu();
    await menu.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    expect(await page.evaluate('JSON.stringify({ ...sessionStorage })')).not.toMatch(/accesstoken|refreshtoken/);
    await checkScreen(page, 'signed-out');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await screen.choose('Ada');
    await screen.menu.waitFor();
  }, 60_000);
});

describe('a viewer', () => {
  it('is offered nothing that changes an event or an alert', async () => {
    const { page, complaints, close } = await lendCleo();
    await page.goto('/events');
    await rows(page).first().click();
    const panel = page.getByRole('complementary', { name: 'Event details' });
    await panel.getByRole('region', { name: 'Raw record' }).waitFor();
    expect(await panel.getByRole('textbox', { name: 'New comment' }).count()).toBe(0);
    expect(await panel.getByLabel('Tags of this event').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Tag all' }).count()).toBe(0);
    await page.goto('/alerts');
    await page.locator('[data-alert-link]').first().click();
    await page.getByRole('complementary', { name: 'Alert details' }).getByRole('heading', { name: 'What happened' }).waitFor();
    expect(await page.getByRole('toolbar', { name: 'Actions' }).count()).toBe(0);
    expect(await page.getByRole('checkbox', { name: /^Select / }).count()).toBe(0);
    await page.keyboard.press('a');
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('listbox', { name: 'Commands' });
    await palette.getByRole('option').first().waitFor();
    expect(await palette.getByRole('option', { name: /Fetch the last 24 hours|New rule|Acknowledge/ }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  it('reads rules, sources and channels, and sees which role changes them', async () => {
    const { page, complaints, close } = await lendCleo();
    await page.goto('/rules');
    await page.getByRole('list', { name: 'Rules' }).waitFor();
    expect(await page.getByRole('link', { name: 'New rule' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Import' }).count()).toBe(0);
    expect(await page.getByRole('switch', { disabled: false }).count()).toBe(0);
    expect(await page.getByRole('switch').first().getAttribute('title')).toContain('This needs the role “Admin”.');
    await page.locator('[data-rule] a').first().click();
    await page.getByText('This needs the role “Admin”.').waitFor();
    expect(await page.getByRole('button', { name: 'Delete' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.goto('/settings/notifications');
    await page.getByText('Nobody is told yet').waitFor();
    expect(await page.getByRole('button', { name: 'New channel' }).count()).toBe(0);
    await page.goto('/sources');
    await page.getByText('This needs the role “Admin”.').first().waitFor();
    expect(await page.getByRole('button', { name: 'Fetch now' }).count()).toBe(0);
    await checkScreen(page, 'viewer-sources');
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  it('streams and downloads, which carry no header', async () => {
    const { page, complaints, close } = await lendCleo();
    await page.goto('/events');
    await rows(page).first().waitFor();
    await page.getByRole('button', { name: /^Live/ }).click();
    await page.getByTitle('Live: events appear as they are stored (l)').waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /CSV/ }).click()]);
    expect((await readFile(await file.path(), 'utf8')).split('\n').length).toBeGreaterThan(10);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('other roles', () => {
  inFreshTab();

  it('an analyst tags and comments, and changes no rules', async () => {
    const { page } = tab;
    await signInScreen(page).enter('Ben');
    await rows(page).first().click();
    const panel = page.getByRole('complementary', { name: 'Event details' });
    await panel.getByRole('textbox', { name: 'New comment' }).fill('Looked at by an analyst.');
    await panel.getByRole('button', { name: 'Comment' }).click();
    await panel.getByText('Looked at by an analyst.').waitFor();
    await page.goto('/rules');
    await page.getByRole('list', { name: 'Rules' }).waitFor();
    expect(await page.getByRole('link', { name: 'New rule' }).count()).toBe(0);
  });

  it('who has no role is told so, and can use another account', async () => {
    const { page } = tab;
    const screen = signInScreen(page);
    await page.goto('/events');
    await screen.choose('Nora');
    await page.getByRole('heading', { name: 'You have no access to AOC' }).waitFor();
    await page.getByText('nora.blank@').waitFor();
    await checkScreen(page, 'no-access');
    await page.getByRole('button', { name: 'Use another account' }).click();
    await screen.choose('Ada');
    await screen.menu.waitFor();
  }, 60_000);
});

describe('the tenant switcher', () => tenantSwitcherTests({ stack: () => stack, lendMaya }));
describe('two licensed tenants', () => licensedTenantsTests({ stack: () => stack, browser: () => browser }));
