import { ruleSchema } from '@aoc/contracts';
import type { Page } from 'playwright-core';
import type { TestContext } from './test-context';

const SIGMA = `title: Federation settings of a domain changed
id: 7a1b2c3d-0000-4000-8000-00000000a0c1
status: test
logsource:
  product: azure
  service: auditlogs
detection:
  selection:
    OperationName: Set federation settings on domain
  condition: selection
level: high
---
title: No log of this kind here
id: 7a1b2c3d-0000-4000-8000-00000000a0c2
status: test
logsource:
  product: windows
  category: process_creation
detection:
  selection:
    Image: cmd.exe
  condition: selection
level: low
`;

/** The condition at this place of the rule. */
const condition = (page: Page, place: string) => page.locator(`[data-condition="${place}"]`);

/** Writing rules, trying them, and bringing them in. */
export function rulesTests({ stack, lend }: TestContext): void {
  const open = async (path: string) => {
    const tab = await lend();
    await tab.page.goto(path);
    return tab;
  };

  it('are found by words, and switched off and on', async () => {
    const { page, complaints, close } = await open('/rules?text=bulk%20user');
    const row = page.getByRole('list', { name: 'Rules' }).getByRole('article').filter({ hasText: 'Bulk User Deletion' });
    const toggle = row.getByRole('switch');
    await page.getByText(/^1 of \d+ rules$/).waitFor();
    await toggle.click();
    await page.goto('/rules?state=off');
    await row.waitFor();
    await toggle.click();
    await row.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await close();
  });

  it('are built by form, tried on history, saved, changed and restored', async () => {
    const { page, complaints, close } = await open('/rules/new');
    await page.getByLabel('Name', { exact: true }).fill('Many failed sign-ins of one account');
    const first = condition(page, 'conditions.0');
    await first.getByLabel('Field').fill('result');
    await first.getByLabel('Value').fill('failure');
    await page.getByRole('button', { name: 'Condition', exact: true }).click();
    const second = condition(page, 'conditions.1');
    await second.getByLabel('Field').fill('service');
    await second.getByLabel('Operator').selectOption('in');
    await second.getByLabel('Values, one per line').fill('SignIn\nAzureActiveDirectory');
    await page.getByRole('button', { name: 'Threshold' }).click();
    await page.getByLabel('At least so many').fill('2');
    await page.getByLabel('Within minutes').fill('1440');
    await page.getByRole('button', { name: 'Preview' }).click();
    const preview = page.getByRole('region', { name: 'Preview' });
    await preview.getByRole('list', { name: 'Alerts per day' }).waitFor();
    await preview.getByText('Matching events').waitFor();
    await page.getByRole('button', { name: 'JSON' }).click();
    const json = page.getByLabel('The rule as JSON');
    const text = await json.inputValue();
    expect(JSON.parse(text).threshold).toEqual({ count: 2, group_by: ['actor.id'], window_minutes: 1440 });
    await json.fill(text.replace('"count": 2', '"count": 2,,'));
    await page.getByText(/^This is not JSON/).waitFor();
    await json.fill(text.replace('"count": 2', '"count": 3'));
    await page.getByRole('button', { name: 'Form' }).click();
    expect(await page.getByLabel('At least so many').inputValue()).toBe('3');
    await page.getByRole('button', { name: 'Create rule' }).click();
    await page.getByRole('heading', { level: 1, name: 'Many failed sign-ins of one account' }).waitFor();

    await page.getByLabel('Severity').selectOption('critical');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('group', { name: 'Against the stored version' }).waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/Version 2 by/).waitFor();
    await page.getByRole('button', { name: 'History' }).click();
    const versions = page.getByRole('list', { name: 'Versions' }).getByRole('listitem');
    await versions.first().getByText('+ critical').waitFor();
    await versions.nth(1).getByRole('button', { name: 'Restore' }).click();
    await page.getByText(/Version 3 by/).waitFor();
    await page.goto('/rules?text=many%20failed');
    await page.getByRole('link', { name: 'Many failed sign-ins of one account' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('show what the server says at the very condition', async () => {
    const { page, close } = await open('/rules/new');
    await page.getByLabel('Name', { exact: true }).fill('Wrong in two places');
    await condition(page, 'conditions.0').getByLabel('Value').fill('Add user');
    await page.getByRole('button', { name: 'Group' }).click();
    const nested = condition(page, 'conditions.1.any_of.0');
    await nested.getByLabel('Field').fill('operatoin');
    await nested.getByLabel('Value').fill('x');
    await page.getByRole('button', { name: 'Create rule' }).click();
    await nested
      .getByRole('alert')
      .getByText(/no field operatoin; did you mean operation/)
      .waitFor();
    expect(await condition(page, 'conditions.0').getByRole('alert').count()).toBe(0);
    expect(await nested.getByLabel('Field').getAttribute('aria-invalid')).toBe('true');
    await close();
  });

  it('are not overwritten unseen', async () => {
    const { page, close } = await open('/rules?text=license%20change');
    await page.getByRole('link', { name: 'License Change' }).click();
    await page.getByLabel('Message').fill('Mine');
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const url = `${stack().baseUrl}/api/rules/${id}`;
    const { name, severity, conditions } = ruleSchema.parse(await (await fetch(url)).json());
    const body = { name, severity, conditions };
    const put = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...body, message: 'Theirs' }) };
    expect((await fetch(url, put)).status).toBe(200);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/saved version \d+ of this rule while you were editing version \d+/).waitFor();
    await page.getByRole('button', { name: 'Save mine over theirs' }).click();
    await page.getByText('Not saved yet').waitFor({ state: 'detached' });
    expect(ruleSchema.parse(await (await fetch(url)).json()).message).toBe('Mine');
    await close();
  });

  it('come from Sigma after a look at the verdicts', async () => {
    const { page, complaints, close } = await open('/rules');
    await page.getByRole('button', { name: 'Import' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import rules' });
    await dialog.getByRole('textbox', { name: 'Rules to import' }).fill(SIGMA);
    await dialog.getByRole('button', { name: 'Check' }).click();
    const verdicts = dialog.getByRole('list', { name: 'What would become of each' }).getByRole('listitem');
    await verdicts.nth(1).getByText('Cannot run').waitFor();
    expect(await verdicts.count()).toBe(2);
    await dialog.getByRole('button', { name: 'Import 1 rule' }).click();
    await dialog.getByText('1 imported, 1 refused.').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.goto('/rules?origin=sigma');
    await page.getByRole('link', { name: 'Federation settings of a domain changed' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
}
