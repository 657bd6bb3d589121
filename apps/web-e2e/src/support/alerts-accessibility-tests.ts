import { alertsApi } from './alerts-screen';
import { openTab } from './browser';
import { checkScreen } from './check-screen';
import type { TestContext } from './test-context';

const SIZES = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
];

/** Each screen in both themes and on a telephone: axe finds nothing serious and nothing sticks out. */
export function alertsAccessibilityTests({ stack, browser }: TestContext): void {
  it.each(SIZES)(
    '$width pixels wide, in both themes',
    async (viewport) => {
      const { page, complaints } = await openTab(browser(), stack().baseUrl, { viewport });
      const alerts = await alertsApi(stack().baseUrl).list('?page_size=200');
      const alert = alerts.find(({ window }) => window !== null) ?? alerts[0];
      if (!alert) throw new Error('there is no alert');
      await page.goto('/alerts');
      await page.locator('[data-alert-link]').first().waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('x');
      await page.getByRole('toolbar', { name: 'Selected alerts' }).waitFor();
      await checkScreen(page, 'alerts');
      await page.goto(`/alerts?alert=${alert.id}`);
      await page.getByRole('region', { name: 'History' }).waitFor();
      await page.getByRole('region', { name: 'What happened' }).getByRole('link').first().waitFor();
      await checkScreen(page, 'alert');
      await page.goto(`/incidents/${alert.incident_id}`);
      await page.getByRole('list', { name: 'Alerts by time' }).waitFor();
      await checkScreen(page, 'incident');
      // A handful of rows: axe looks at every element, and they are all alike.
      await page.goto('/rules?severity=critical');
      await page.getByRole('list', { name: 'Rules' }).waitFor();
      await checkScreen(page, 'rules');
      await page.goto(`/rules/${alert.rule_id}`);
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByRole('group', { name: 'Against the stored version' }).waitFor();
      await checkScreen(page, 'rule');
      await page.goto('/settings/notifications');
      await page.getByRole('button', { name: 'New channel' }).first().waitFor();
      await checkScreen(page, 'notifications');
      await page.getByRole('button', { name: 'New channel' }).first().click();
      await page.getByLabel('Only critical alerts during some hours').check();
      await checkScreen(page, 'channel');
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    // Seven screens in two themes, each gone through rule by rule.
    120_000,
  );
}
