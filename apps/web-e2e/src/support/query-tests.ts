import { eventsScreen } from './events-screen';
import type { TestContext } from './test-context';

/** The query box, the chips, and values as filters. */
export function queryTests({ lend }: TestContext): void {
  const open = async (search = '') => {
    const tab = await lend();
    const screen = eventsScreen(tab.page);
    await screen.open(search);
    return { ...tab, screen };
  };

  it('completes fields and values, and asks on Enter', async () => {
    const { page, screen, complaints, close } = await open();
    await page.keyboard.press('/');
    await page.keyboard.type('-serv');
    await page.getByRole('option', { name: /^service:/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Sign');
    await page.getByRole('option', { name: 'SignIn' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await screen.query.inputValue()).toBe('-service:SignIn ');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('q') === '-service:SignIn');
    await screen.count();
    expect(await screen.rows.getByRole('button', { name: 'SignIn' }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  it('leaves the caret behind what is typed in the moment after a choice', async () => {
    const { page, screen, close } = await open();
    await page.keyboard.press('/');
    await page.keyboard.type('-serv');
    await page.getByRole('option', { name: /^service:/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    // Both before the next frame, which a browser that is busy draws late.
    const caret = await page.evaluate(`(async () => {
      const input = document.querySelector('[aria-label="Search events"]');
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
      document.execCommand('insertText', false, 'Sign');
      for (let frame = 0; frame < 3; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
      return input.selectionStart;
    })()`);
    expect([await screen.query.inputValue(), caret]).toEqual(['-service:Sign', 13]);
    await close();
  });

  it('says where a query is wrong, and mends it at a click', async () => {
    const { page, screen, close } = await open();
    await screen.query.fill('servce:Exchange');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('There is no field "servce".').waitFor();
    expect(await screen.query.getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('button', { name: 'Use service:Exchange' }).click();
    await page.waitForURL((url) => url.searchParams.get('q') === 'service:Exchange');
    await screen.count();
    expect(await screen.rows.first().getByRole('button', { name: 'Exchange' }).count()).toBe(1);
    await close();
  });

  it('shows every condition as a chip that is turned round or dropped; 1.x addresses keep working', async () => {
    const { page, screen, close } = await open('?services=Exchange&services=SignIn&q=-result:failure%20actor:a');
    expect(await screen.chips.allInnerTexts()).toHaveLength(3);
    const before = await screen.count();
    await page.getByRole('button', { name: 'Exclude service Exchange or SignIn' }).click();
    await page.waitForURL((url) => url.searchParams.get('q') === '-result:failure actor:a -service:Exchange -service:SignIn');
    expect(await screen.count()).not.toBe(before);
    await page.getByRole('button', { name: 'Include result failure' }).click();
    await page.waitForURL((url) => url.searchParams.get('q')?.startsWith('result:failure ') === true);
    await page.getByRole('button', { name: 'Remove filter actor a' }).click();
    await page.waitForURL((url) => url.searchParams.get('q') === 'result:failure -service:Exchange -service:SignIn');
    await close();
  });

  it('offers each value in a row to be included and excluded', async () => {
    const { page, screen, close } = await open();
    const actor = screen.rows.locator('[data-field="actor"]').first();
    const name = (await actor.getAttribute('data-value')) ?? '';
    await actor.hover();
    await page.getByRole('toolbar').getByRole('button', { name: 'Exclude' }).click();
    await page.waitForURL((url) => url.searchParams.get('q')?.startsWith('-actor:=') === true);
    await screen.count();
    expect(await screen.rows.locator(`[data-field="actor"][data-value="${name}"]`).count()).toBe(0);
    const service = screen.rows.locator('button[data-field="service"]').first();
    await service.focus();
    await page.keyboard.press('-');
    await page.waitForURL((url) => url.searchParams.get('q')?.includes(' -service:') === true);
    await close();
  });

  it('counts values beside the list: a click asks for one, another clears', async () => {
    const { page, screen, complaints, close } = await open();
    const all = await screen.count();
    const value = screen.facets.locator('[data-field="operation"]').first();
    const operation = await value.getAttribute('data-value');
    await value.click();
    await page.waitForURL((url) => url.searchParams.get('q')?.startsWith('operation:=') === true);
    const some = await screen.count();
    expect(some).toBeLessThan(all);
    const chosen = screen.facets.locator(`[data-field="operation"][aria-pressed="true"]`);
    expect(await chosen.getAttribute('data-value')).toBe(operation);
    await chosen.click();
    await page.waitForURL('**/events');
    expect(complaints).toEqual([]);
    await close();
  });

  it('shows the counts over time; the keyboard and the mouse narrow it', async () => {
    const { page, screen, complaints, close } = await open();
    const all = await screen.count();
    await screen.bars.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.has('start') && url.searchParams.has('end'));
    const narrowed = await screen.count();
    expect(narrowed).toBeLessThanOrEqual(all);
    await page.getByRole('button', { name: 'Clear time filter' }).click();
    await page.waitForURL('**/events');
    await screen.count();
    const box = await screen.bars.boundingBox();
    if (!box) throw new Error('the bars are not visible');
    await page.mouse.move(box.x + box.width * 0.5, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, box.y + 20, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL((url) => url.searchParams.has('start'));
    expect(await screen.count()).toBeLessThanOrEqual(all);
    expect(complaints).toEqual([]);
    await close();
  });

  it('takes a relative time, which stays in the address', async () => {
    const { page, screen, close } = await open();
    await page.getByRole('button', { name: 'All time' }).click();
    await page.getByRole('dialog', { name: 'Time filter' }).getByRole('button', { name: 'Last 7 days' }).click();
    await page.waitForURL('**/events?last=7d');
    await page.getByRole('button', { name: 'Last 7 days' }).waitFor();
    expect(await screen.count()).toBeGreaterThan(0);
    await close();
  });

  it('shows events without waiting for their number', async () => {
    const { page, screen, complaints, close } = await open();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const counts = (url: URL): boolean => url.pathname === '/api/events' && url.searchParams.get('total') !== 'known';
    await page.route(counts, async (route) => {
      await held;
      await route.continue();
    });
    // No counter tells how many these are.
    const asked = page.waitForRequest((request) => counts(new URL(request.url())));
    await screen.query.fill('-service:SignIn -actor:nobody after:-6d');
    await page.keyboard.press('Enter');
    await asked;
    await screen.links.first().waitFor();
    expect(await screen.total.innerText()).not.toMatch(/\d/);
    release();
    expect(await screen.count()).toBeGreaterThan(24);
    expect(complaints).toEqual([]);
    await page.unroute(counts);
    await close();
  });
}
