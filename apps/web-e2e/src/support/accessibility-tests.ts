import { openTab } from './browser';
import { checkScreen } from './check-screen';
import { eventsScreen } from './events-screen';
import type { TestContext } from './test-context';

const SIZES = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
  { width: 2560, height: 1440 },
];

/** Both themes, from a telephone to a large screen: axe finds nothing serious and nothing sticks out. */
export function accessibilityTests({ stack, browser }: TestContext): void {
  it.each(SIZES)(
    '$width pixels wide, in both themes',
    async (viewport) => {
      const { page, complaints } = await openTab(browser(), stack().baseUrl, { viewport });
      try {
        const screen = eventsScreen(page);
        await screen.open();
        await checkScreen(page, 'events');
        await page.getByRole('button', { name: 'All time' }).click();
        await page.getByRole('dialog', { name: 'Time filter' }).waitFor();
        await checkScreen(page, 'time');
        await page.keyboard.press('Escape');
        await page.keyboard.press('Control+k');
        await page.getByRole('option').first().waitFor();
        await checkScreen(page, 'palette');
        await page.keyboard.press('Escape');
        await page.keyboard.press('t');
        await screen.table.waitFor();
        await checkScreen(page, 'table');
        await page.getByRole('button', { name: 'Cards' }).click();
        await screen.links.first().click();
        await screen.panel.getByRole('region', { name: 'Raw record' }).waitFor();
        await screen.panel.getByRole('button', { name: 'Explain' }).click();
        await screen.panel.getByRole('heading', { name: 'What it means for security' }).waitFor();
        await checkScreen(page, 'event');
        await page.goto('/sources');
        await page.locator('[data-source="unified"]').waitFor();
        await checkScreen(page, 'sources');
        expect(complaints).toEqual([]);
      } finally {
        await page.context().close();
      }
    },
    // Six states of a screen in two themes, each gone through rule by rule.
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
