import type { AskAnswer, CitedEvent, QueryInfo } from '@aoc/contracts';
import type { Page } from 'playwright-core';

/** Text of a log that tries to be more: HTML, pictures, links, headings, a definition that would turn `[1]` into a link. */
export const HOSTILE_ANSWER = [
  '# <img src=x onerror="document.title=1"> deleted it [1].',
  '<script>document.title=1</script>',
  '![x](https://evil.example/x.png) [a link](https://evil.example) [another](javascript:document.title=1) <https://evil.example>',
  '[1]: https://evil.example',
  `\`[1]\` ${'x'.repeat(3_000)}`,
].join('\n\n');

const citedEvent = (change: Partial<CitedEvent>): CitedEvent => ({
  number: 1,
  id: 'made-up',
  timestamp: '2026-03-01T10:00:00.000Z',
  operation: 'Delete user',
  actor_display: 'Ann',
  target_displays: ['Bob'],
  display_summary: '<b>Ann</b> deleted ![Bob](https://evil.example/x.png)',
  service: 'UserManagement',
  result: 'success',
  ...change,
});

const INFO: QueryInfo = {
  question_type: 'who',
  entity: null,
  start: '2026-03-01T00:00:00.000Z',
  end: '2026-03-02T00:00:00.000Z',
  query: 'operation:delete -service:Exchange',
  chips: [{ kind: 'type', label: 'Who', said: null, query: '' }],
  event_count: 80,
  total_matched: 12_345,
  completeness: 'sampled',
  services_queried: [],
  excluded_services: ['Exchange', 'Teams'],
};

/** An answer of a language model that was not wholly right, about a time of which not everything was read. */
export const madeUpAnswer = (change: Partial<AskAnswer>): AskAnswer => ({
  answer: HOSTILE_ANSWER,
  events: [citedEvent({})],
  query_info: INFO,
  coverage: {
    state: 'partial',
    gaps: [{ source: 'unified', start: '2026-03-01T00:00:00.000Z', end: '2026-03-01T06:00:00.000Z', state: 'missing' }],
  },
  declined: false,
  llm_used: true,
  llm_error: null,
  removed_citations: 2,
  disagreements: ['It says 7 events, the database counted 12,345.'],
  cached: false,
  job_id: null,
  ...change,
});

const message = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** Questions of this page are answered with `answer`, in two pieces and then as a whole. */
export async function answerWith(tab: Page, answer: AskAnswer): Promise<void> {
  const pieces = [answer.answer.slice(0, 20), answer.answer.slice(20)];
  const body = [
    message('understood', answer.query_info),
    ...pieces.map((text) => message('text', { text })),
    message('answer', answer),
  ].join('');
  await tab.route('**/api/ask/stream', (route) => route.fulfill({ contentType: 'text/event-stream', body }));
}
