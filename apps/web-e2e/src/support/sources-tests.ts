import { eventsScreen } from './events-screen';
import type { TestContext } from './test-context';

const HOSTILE = '<img src=x onerror="document.title=1">';
/** One sound Management API record whose texts are HTML, and one without time. */
const importFile = (id: string) =>
  [
    {
      Id: id,
      CreationTime: new Date(Date.now() - 3_600_000).toISOString().slice(0, 19),
      RecordType: 1,
      Operation: HOSTILE,
      Workload: 'Exchange',
      UserId: 'mallory@example.com',
      UserType: 0,
      OrganizationId: '9f1c3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c11',
      ResultStatus: 'True',
      ObjectId: HOSTILE,
    },
    { Id: `${id}-timeless`, RecordType: 1, Operation: 'Set-Mailbox', Workload: 'Exchange', UserId: 'mallory@example.com' },
  ]
    .map((record) => JSON.stringify(record))
    .join('\n');

export function sourcesTests({ stack, lend }: TestContext): void {
  it('each tell their state in words', async () => {
    const { page, complaints, close } = await lend();
    await page.goto('/sources');
    for (const name of ['Entra ID audit', 'Entra ID sign-ins', 'Intune audit', 'Unified audit log'])
      await page.getByRole('heading', { level: 3, name }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('are fetched at once with progress, and the open list announces what came', async () => {
    const watching = await lend();
    const screen = eventsScreen(watching.page);
    await screen.open();
    const first = await screen.links.first().getAttribute('data-event-link');
    stack().simulator?.clock.advance(600);
    const { page, close } = await lend();
    await page.goto('/sources');
    await page.getByLabel('How far back').selectOption('24');
    await page.getByRole('button', { name: 'Fetch now' }).click();
    await page.getByRole('progressbar').first().waitFor();
    await page.getByText('Fetch complete').waitFor({ timeout: 60_000 });
    const news = watching.page.getByRole('button', { name: /new events?$/ });
    await news.waitFor({ timeout: 30_000 });
    expect(await screen.links.first().getAttribute('data-event-link')).toBe(first);
    await news.click();
    await news.waitFor({ state: 'detached' });
    expect(await screen.links.first().getAttribute('data-event-link')).not.toBe(first);
    await close();
    await watching.close();
  });

  it('name what Microsoft refuses, until it no longer does', async () => {
    const simulator = stack().simulator;
    if (!simulator) return;
    simulator.faults.add({ id: 'consent', kind: 'forbidden', endpoint: 'graph.signIns' });
    const { page, close } = await lend();
    try {
      await page.goto('/sources');
      await page.getByLabel('Which source').selectOption('signin');
      await page.getByRole('button', { name: 'Fetch now' }).click();
      await page.getByText('Fetch failed').waitFor({ timeout: 60_000 });
      await page.locator('[data-source="signin"]').getByText('Consent missing').waitFor();
      await page.getByRole('link', { name: '1 of 4 sources needs attention' }).waitFor();
    } finally {
      simulator.faults.clear('consent');
    }
    await page.getByRole('button', { name: 'Fetch now' }).click();
    await page.getByText('Fetch complete').waitFor({ timeout: 60_000 });
    await page.locator('[data-source="signin"]').getByText('Consent missing').waitFor({ state: 'detached' });
    await close();
  });

  it('take a file, report what was rejected, and never read log text as HTML', async () => {
    const { page, complaints, close } = await lend();
    const id = crypto.randomUUID();
    await page.goto('/sources');
    await page
      .getByLabel('File to import')
      .setInputFiles({ name: `${id}.ndjson`, mimeType: 'application/x-ndjson', buffer: Buffer.from(importFile(id)) });
    await page.getByText(`${id}.ndjson is imported: 1 new, 0 known, 1 rejected.`).waitFor({ timeout: 30_000 });
    const rejected = page.getByRole('region', { name: 'Rejected records' });
    await rejected.getByText('no timestamp').first().waitFor();
    await page.goto(`/events?q=id:${id}&event=unified:${id}`);
    const screen = eventsScreen(page);
    await screen.rows.getByText(HOSTILE).first().waitFor();
    await screen.panel.getByText(HOSTILE).first().waitFor();
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(await page.title()).toBe('Events · AOC');
    expect(complaints).toEqual([]);
    await close();
  });
}
