import { keepScreenshot, openTab, seriousFindings } from './browser';
import { eventsScreen } from './events-screen';
import type { TestContext } from './test-context';

const SIZES = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
  { width: 2560, height: 1440 },
];

/** Both themes, from a telephone to a large screen: axe finds nothing serious and nothing sticks out. */
export function accessibilityTests({ stack, browser }: TestContext): void {
  const cases = ['dark', 'light'].flatMap((theme) => SIZES.map((viewport) => ({ theme, viewport, width: viewport.width })));
  it.each(cases)(
    '$theme theme, $width pixels wide',
    async ({ theme, viewport, width }) => {
      const { page, complaints } = await openTab(browser(), stack().baseUrl, { viewport }, theme);
      try {
        const screen = eventsScreen(page);
        const check = async (name: string) => {
          await keepScreenshot(page, `${name}-${theme}-${width}`);
          expect({ name, findings: await seriousFindings(page) }).toEqual({ name, findings: [] });
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        };
        await screen.open();
        await check('events');
        await page.getByRole('button', { name: 'All time' }).click();
        await page.getByRole('dialog', { name: 'Time filter' }).waitFor();
        await check('time');
        await page.keyboard.press('Escape');
        await page.keyboard.press('Control+k');
        await page.getByRole('option').first().waitFor();
        await check('palette');
        await page.keyboard.press('Escape');
        await page.keyboard.press('t');
        await screen.table.waitFor();
        await check('table');
        await page.getByRole('button', { name: 'Cards' }).click();
        await screen.links.first().click();
        await screen.panel.getByRole('region', { name: 'Raw record' }).waitFor();
        await check('event');
        await page.goto('/sources');
        await page.locator('[data-source="unified"]').waitFor();
        await check('sources');
        expect(complaints).toEqual([]);
      } finally {
        await page.context().close();
      }
    },
    // Six states of a screen, each gone through rule by rule.
    120_000,
  );

  it('the theme is switched and stays', async () => {
    const context = await browser().newContext({ baseURL: stack().baseUrl });
    const page = await context.newPage();
    await page.goto('/sources');
    await page.getByRole('button', { name: 'Use the light theme' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Use the dark theme' }).waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
    await context.close();
  });
}
