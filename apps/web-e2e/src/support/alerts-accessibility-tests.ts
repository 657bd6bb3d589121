import { alertsApi } from './alerts-screen';
import { keepScreenshot, openTab, seriousFindings } from './browser';
import type { TestContext } from './test-context';

const CASES = [
  { theme: 'dark', width: 1280 },
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 360 },
];

/** Each screen in both themes and on a telephone: axe finds nothing serious and nothing sticks out. */
export function alertsAccessibilityTests({ stack, browser }: TestContext): void {
  it.each(CASES)(
    '$theme theme, $width pixels wide',
    async ({ theme, width }) => {
      const viewport = { width, height: width < 500 ? 740 : 800 };
      const { page, complaints } = await openTab(browser(), stack().baseUrl, { viewport }, theme);
      const check = async (name: string) => {
        await keepScreenshot(page, `${name}-${theme}-${width}`);
        expect({ name, findings: await seriousFindings(page) }).toEqual({ name, findings: [] });
        expect({ name, width: await page.evaluate('document.documentElement.scrollWidth') }).toEqual({ name, width });
      };
      const alerts = await alertsApi(stack().baseUrl).list('?page_size=200');
      const alert = alerts.find(({ window }) => window !== null) ?? alerts[0];
      if (!alert) throw new Error('there is no alert');
      await page.goto('/alerts');
      await page.locator('[data-alert-link]').first().waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('x');
      await page.getByRole('toolbar', { name: 'Selected alerts' }).waitFor();
      await check('alerts');
      await page.goto(`/alerts?alert=${alert.id}`);
      await page.getByRole('region', { name: 'History' }).waitFor();
      await page.getByRole('region', { name: 'What happened' }).getByRole('link').first().waitFor();
      await check('alert');
      await page.goto(`/incidents/${alert.incident_id}`);
      await page.getByRole('list', { name: 'Alerts by time' }).waitFor();
      await check('incident');
      // A handful of rows: axe looks at every element, and they are all alike.
      await page.goto('/rules?severity=critical');
      await page.getByRole('list', { name: 'Rules' }).waitFor();
      await check('rules');
      await page.goto(`/rules/${alert.rule_id}`);
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByRole('group', { name: 'Against the stored version' }).waitFor();
      await check('rule');
      await page.goto('/settings/notifications');
      await page.getByRole('button', { name: 'New channel' }).first().waitFor();
      await check('notifications');
      await page.getByRole('button', { name: 'New channel' }).first().click();
      await page.getByLabel('Only critical alerts during some hours').check();
      await check('channel');
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    // Six screens, each gone through rule by rule.
    120_000,
  );
}
