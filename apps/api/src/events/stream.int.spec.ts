import { eventSchema } from '@aoc/contracts';
import { waitFor } from '@aoc/testing';
import { apiFixture, OTHER_TENANT, type ApiFixture } from '../testing/api-fixture';
import { auditRecord } from '../testing/records';

interface Message {
  id: string;
  event: string;
  data: string;
}

/** Reads a live view as a browser does. */
async function listen(url: string, query: string, lastId?: string) {
  const leave = new AbortController();
  const headers = lastId === undefined ? {} : { 'last-event-id': lastId };
  const response = await fetch(`${url}/api/events/stream?${query}`, { headers, signal: leave.signal });
  const messages: Message[] = [];
  const done = (async () => {
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += new TextDecoder().decode(chunk);
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1] ?? '';
        messages.push({ id: field('id'), event: field('event'), data: field('data') });
      }
    }
  })().catch(() => undefined);
  const stored = (): string[] => messages.filter((m) => m.event === 'stored').map((m) => eventSchema.parse(JSON.parse(m.data)).id);
  return { response, messages, stored, done, close: () => leave.abort() };
}

describe('GET /api/events/stream', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await apiFixture('stream');
  });
  afterAll(() => api.stop());

  it('shows what is stored and matches, to each caller its own, in order', async () => {
    const everything = await listen(api.url, '');
    const failures = await listen(api.url, 'q=result:failure%20actor:alice');
    expect(everything.response.headers.get('content-type')).toContain('text/event-stream');
    await api.seed([auditRecord({ id: 's1' }), auditRecord({ id: 's2', result: 'failure', at: '2026-03-01T09:00:00.000Z' })]);
    await api.seed([auditRecord({ id: 's3', result: 'failure', actor: { display: 'Bob', upn: null } })]);
    await waitFor('three events', () => everything.stored().length === 3);
    expect(everything.stored()).toEqual(['s1', 's2', 's3']);
    expect(failures.stored()).toEqual(['s2']);
    everything.close();
    failures.close();
  });

  it('never shows another tenant', async () => {
    const view = await listen(api.url, '');
    await api.seed([auditRecord({ id: 'foreign' })], OTHER_TENANT);
    await api.seed([auditRecord({ id: 'own' })]);
    await waitFor('the own event', () => view.stored().length > 0);
    expect(view.stored()).toEqual(['own']);
    view.close();
  });

  it('goes on behind the last message, also within a batch, without a loss or a repeat', async () => {
    const first = await listen(api.url, '');
    await api.seed(Array.from({ length: 5 }, (_, i) => auditRecord({ id: `r${i}`, at: `2026-03-01T0${i}:00:00.000Z` })));
    await waitFor('five events', () => first.stored().length === 5);
    const third = first.messages.filter((m) => m.event === 'stored')[2];
    first.close();
    await api.seed([auditRecord({ id: 'r5' })]);
    const second = await listen(api.url, '', third?.id);
    await api.seed([auditRecord({ id: 'r6' })]);
    await waitFor('the rest', () => second.stored().includes('r6'));
    expect(second.stored()).toEqual(['r3', 'r4', 'r5', 'r6']);
    expect(second.messages.some((m) => m.event === 'lost')).toBe(false);
    second.close();
  });

  it('says so when messages are forgotten', async () => {
    const view = await listen(api.url, '', '1000-0.3');
    await waitFor('the word', () => view.messages.some((m) => m.event === 'lost'));
    view.close();
  });

  it('serves many callers, and frees their places when they leave', async () => {
    for (let round = 0; round < 3; round += 1) {
      const views = await Promise.all(Array.from({ length: 60 }, () => listen(api.url, '')));
      await api.seed([auditRecord({ id: `many${round}` })]);
      await waitFor('every caller to have it', () => views.every((view) => view.stored().includes(`many${round}`)));
      for (const view of views) view.close();
      await Promise.all(views.map((view) => view.done));
    }
  });
});
