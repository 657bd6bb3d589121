import type { Page } from 'playwright-core';
import { alertsApi } from './alerts-screen';
import { checkSizes, checkScreen, TELEPHONE } from './check-screen';
import type { TestContext } from './test-context';

/** Each screen in both themes, from a telephone to a large screen: axe finds nothing serious and nothing sticks out. */
export function alertsAccessibilityTests({ stack, lend }: TestContext): void {
  /** One that counted, if there is one: it shows most. */
  const oneAlert = async () => {
    const alerts = await alertsApi(stack().baseUrl).list('?page_size=200');
    const alert = alerts.find(({ window }) => window !== null) ?? alerts[0];
    if (!alert) throw new Error('there is no alert');
    return alert;
  };
  const openAlert = async (page: Page, id: string) => {
    await page.goto(`/alerts?alert=${id}`);
    await page.getByRole('region', { name: 'History' }).waitFor();
    await page.getByRole('region', { name: 'What happened' }).getByRole('link').first().waitFor();
  };

  it(
    'in both themes and all sizes',
    async () => {
      const { page, complaints, close } = await lend();
      const alert = await oneAlert();
      await page.goto('/alerts');
      await page.locator('[data-alert-link]').first().waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('x');
      await page.getByRole('toolbar', { name: 'Selected alerts' }).waitFor();
      await checkSizes(page, 'alerts');
      await openAlert(page, alert.id);
      await checkSizes(page, 'alert', { telephone: false });
      await page.goto(`/incidents/${alert.incident_id}`);
      await page.getByRole('list', { name: 'Alerts by time' }).waitFor();
      await checkSizes(page, 'incident');
      // A handful of rows: axe looks at every element, and they are all alike.
      await page.goto('/rules?severity=critical');
      await page.getByRole('list', { name: 'Rules' }).waitFor();
      await checkSizes(page, 'rules');
      await page.goto(`/rules/${alert.rule_id}`);
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByRole('group', { name: 'Against the stored version' }).waitFor();
      await checkSizes(page, 'rule');
      await page.goto('/settings/notifications');
      await page.getByRole('button', { name: 'New channel' }).first().waitFor();
      await checkSizes(page, 'notifications');
      await page.getByRole('button', { name: 'New channel' }).first().click();
      await page.getByLabel('Only critical alerts during some hours').check();
      await checkSizes(page, 'channel');
      expect(complaints).toEqual([]);
      await close();
    },
    // Seven screens in two themes, each gone through rule by rule.
    120_000,
  );

  it('on a telephone one alert takes the place of the list', async () => {
    const { page, complaints, close } = await lend();
    await page.setViewportSize(TELEPHONE);
    await openAlert(page, (await oneAlert()).id);
    await checkScreen(page, 'alert');
    expect(complaints).toEqual([]);
    await close();
  });
}
