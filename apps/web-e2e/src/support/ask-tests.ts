import { checkSizes } from './check-screen';
import { answerWith, madeUpAnswer } from './made-up-answers';
import type { TestContext } from './test-context';

/** Questions in plain words and explanations of events. */
export function askTests({ lend }: TestContext): void {
  const open = async () => {
    const tab = await lend();
    const { page } = tab;
    return {
      ...tab,
      question: page.getByRole('textbox', { name: 'Question' }),
      answer: page.getByRole('region', { name: 'Answer' }),
      chips: page.getByRole('list', { name: 'Understood as' }),
      panel: page.getByRole('complementary', { name: 'Event details' }),
    };
  };

  it('are answered: chips that change the question, citations that open their event, which is explained', async () => {
    const { page, question, answer, chips, panel, complaints, close } = await open();
    await page.goto('/events');
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Ask' }).click();
    await question.fill('What failed in the last 30 days?');
    await page.keyboard.press('Shift+Enter');
    expect(new URL(page.url()).searchParams.has('question')).toBe(false);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('question') === 'What failed in the last 30 days?');
    await answer.getByText('without a language model').waitFor();
    await page.getByRole('region', { name: 'What was queried' }).getByText('matched').waitFor();
    await answer.locator('[data-citation="1"]').first().click();
    await panel.getByRole('button', { name: 'Explain' }).click();
    await panel.getByRole('heading', { name: 'What it means for security' }).waitFor();
    const opened = new URL(page.url()).searchParams.get('event');
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(await page.locator(':focus').getAttribute('data-citation')).toBe('1');
    expect(opened).not.toBeNull();
    await chips.getByRole('button', { name: /^Ask without Result/ }).click();
    await page.waitForURL((url) => url.searchParams.get('question')?.includes('failed') === false);
    await page.goBack();
    await page.getByRole('button', { name: 'Include them' }).click();
    await page.waitForURL((url) => url.searchParams.get('q') === 'service:*');
    await answer.getByText('without a language model').waitFor();
    expect(await page.getByRole('button', { name: 'Include them' }).count()).toBe(0);
    await chips.getByRole('button', { name: /^Result/ }).click();
    await page.getByRole('combobox', { name: 'Result holds' }).fill('success');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('result') === 'success');
    await page.getByRole('link', { name: 'Open as a search' }).click();
    await page.waitForURL((url) => url.pathname === '/events' && url.searchParams.get('q')?.includes('success') === true);
    expect(complaints).toEqual([]);
    await close();
  });

  it('can be stopped and asked from the palette; what cannot be answered says so, with examples', async () => {
    const { page, answer, close } = await open();
    await page.route('**/api/ask/stream', () => undefined);
    await page.goto('/sources');
    await page.locator('[data-source="unified"]').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find a command or search' }).fill('What is the weather?');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('question') === 'What is the weather?');
    await page.getByRole('button', { name: 'Stop' }).click();
    await answer.getByText('Stopped').waitFor();
    await page.unroute('**/api/ask/stream');
    await answer.getByRole('button', { name: 'Ask again' }).click();
    await page.getByRole('region', { name: 'Questions that can be answered' }).getByRole('button').first().waitFor();
    const detail = 'The budget of today is used up.';
    const problem = {
      type: 'about:blank',
      title: 'Too Many Requests',
      status: 429,
      detail,
      instance: '/api/ask/stream',
      code: 'rate_limited',
    };
    await page.route('**/api/ask/stream', (route) => route.fulfill({ status: 429, headers: { 'retry-after': '60' }, json: problem }));
    await answer.getByRole('button', { name: 'Ask again' }).click();
    await answer.getByRole('alert').getByText(detail).waitFor();
    await answer.getByText('Try again in 60 s.').waitFor();
    await close();
  });

  it('show what is wrong with an answer, and hostile text in it is harmless, in both themes and all sizes', async () => {
    const { page, answer, complaints, close } = await open();
    await page.goto('/ask');
    await page.getByRole('region', { name: 'For example' }).waitFor();
    await checkSizes(page, 'ask');
    await answerWith(page, madeUpAnswer({}));
    await page.goto('/ask?question=Who%20deleted%20Bob%3F&services=Exchange&last=7d');
    await answer.getByText('It says 7 events').waitFor();
    await answer.getByText('2 citations that named no event').waitFor();
    await page.getByText('Missing: unified').waitFor();
    await answer.locator('[data-citation="1"]').waitFor();
    expect(await answer.locator('img, script, a').count()).toBe(0);
    expect(await page.title()).toBe('Ask · AOC');
    await checkSizes(page, 'answer');
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  it('are nowhere where they are switched off', async () => {
    const { page, panel, close } = await open();
    await page.route('**/api/config/features', async (route) => {
      const response = await route.fetch();
      const features: unknown = await response.json();
      await route.fulfill({ response, json: Object.assign({}, features, { ai_features_enabled: false }) });
    });
    await page.goto('/events');
    await page.locator('[data-event-link]').first().click();
    await panel.getByRole('region', { name: 'Raw record' }).waitFor();
    expect(await panel.getByRole('button', { name: 'Explain' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Ask', exact: true }).count()).toBe(0);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find a command or search' }).fill('who did it?');
    await page.getByRole('option', { name: /Search events/ }).waitFor();
    expect(await page.getByRole('option', { name: /^Ask/ }).count()).toBe(0);
    await page.goto('/ask?question=who');
    await page.getByRole('heading', { name: 'Ask is switched off' }).waitFor();
    await close();
  });
}
