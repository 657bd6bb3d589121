import type { Page } from 'playwright-core';

/** What somebody does on the way into the product. */
export function signInScreen(page: Page) {
  const menu = page.getByRole('button', { name: /^Your account: / });
  return {
    menu,
    /** Picks an account by its first name on the page of Entra. */
    choose: (given: string) => page.getByRole('button', { name: new RegExp(`^${given} `) }).click(),
    /** Opens an address of the product and comes back to it, signed in. */
    async enter(given: string, address = '/events') {
      await page.goto(address);
      await this.choose(given);
      await menu.waitFor();
    },
    async openMenu() {
      await menu.click();
      return page.getByRole('dialog', { name: 'Your account' });
    },
  };
}
