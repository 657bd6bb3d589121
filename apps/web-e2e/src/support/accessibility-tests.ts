import { checkSizes, checkScreen, TELEPHONE } from './check-screen';
import { eventsScreen } from './events-screen';
import type { TestContext } from './test-context';

/** Both themes, from a telephone to a large screen: axe finds nothing serious and nothing sticks out. */
export function accessibilityTests({ lend }: TestContext): void {
  it(
    'in both themes and all sizes',
    async () => {
      const { page, complaints, close } = await lend();
      const screen = eventsScreen(page);
      await screen.open();
      await checkSizes(page, 'events', { large: true });
      await page.getByRole('button', { name: 'All time' }).click();
      await page.getByRole('dialog', { name: 'Time filter' }).waitFor();
      await checkSizes(page, 'time', { large: true });
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.getByRole('option').first().waitFor();
      await checkSizes(page, 'palette', { large: true });
      await page.keyboard.press('Escape');
      await page.keyboard.press('t');
      await screen.table.waitFor();
      await checkSizes(page, 'table', { large: true });
      await page.getByRole('button', { name: 'Cards' }).click();
      await screen.links.first().click();
      await screen.panel.getByRole('region', { name: 'Raw record' }).waitFor();
      await screen.panel.getByRole('button', { name: 'Explain' }).click();
      await screen.panel.getByRole('heading', { name: 'What it means for security' }).waitFor();
      await checkSizes(page, 'event', { telephone: false, large: true });
      await page.getByRole('link', { name: 'Sources', exact: true }).click();
      await page.locator('[data-source="unified"]').waitFor();
      await checkSizes(page, 'sources', { large: true });
      expect(complaints).toEqual([]);
      await close();
    },
    // Six states of a screen in two themes, each gone through rule by rule.
    120_000,
  );

  it('on a telephone one event takes the place of the list, and values lie over it', async () => {
    const { page, complaints, close } = await lend();
    await page.setViewportSize(TELEPHONE);
    const screen = eventsScreen(page);
    await screen.open();
    await page.getByRole('button', { name: 'Show values' }).click();
    await page.getByRole('dialog', { name: 'Values' }).locator('[data-field]').first().waitFor();
    await checkScreen(page, 'values');
    await page.keyboard.press('Escape');
    await screen.links.first().click();
    await screen.panel.getByRole('region', { name: 'Raw record' }).waitFor();
    await screen.panel.getByRole('button', { name: 'Explain' }).click();
    await screen.panel.getByRole('heading', { name: 'What it means for security' }).waitFor();
    await checkScreen(page, 'event');
    expect(complaints).toEqual([]);
    await close();
  });

  it('the theme is switched and stays', async () => {
    const { page, close } = await lend();
    await page.goto('/sources');
    await page.getByRole('button', { name: 'Use the light theme' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Use the dark theme' }).waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
    await close();
  });
}
