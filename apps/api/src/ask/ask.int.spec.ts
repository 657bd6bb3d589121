import { allRoutes, askRoutes, type AskAnswer } from '@aoc/contracts';
import { systemClock } from '@aoc/server/context';
import { answerJob, runAnswerJob } from '@aoc/server/ask';
import { connectValkey, queueWorker, type Handlers } from '@aoc/server/queues';
import { testRedisUrl, waitFor } from '@aoc/testing';
import { apiFixture, OTHER_TENANT, TENANT, type ApiFixture } from '../testing/api-fixture';
import { auditRecord } from '../testing/records';

const { ask, askStream } = askRoutes;
const bob = { id: '00000000-0000-4000-8000-000000000002', display: 'Bob Brown', upn: 'bob.brown@contoso.com' };
const at = (hoursAgo: number): string => new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
const carol = { display: 'carol.clark@contoso.com', type: 'User' };

/** Messages of an event stream. */
const messages = (text: string): { name: string; data: Record<string, unknown> }[] =>
  text.split('\n\n').flatMap((block) => {
    const match = /^event: (\w+)\ndata: (.*)$/s.exec(block);
    return match ? [{ name: match[1] ?? '', data: JSON.parse(match[2] ?? '{}') }] : [];
  });

describe('questions over HTTP', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await apiFixture('ask', { env: { AI_FEATURES_ENABLED: 'true', PRIVACY_SENSITIVE_OPERATIONS: 'Read secret' } });
    await api.seed([
      auditRecord({ id: 'q1', operation: 'Delete user', actor: bob, target: carol, at: at(1) }),
      auditRecord({ id: 'q2', operation: 'Delete user', target: carol, at: at(2), result: 'failure' }),
      auditRecord({ id: 'q3', operation: 'Add user', actor: bob, target: carol, at: at(3) }),
      auditRecord({ id: 'q4', operation: 'Read secret', actor: { ...bob, display: 'Hidden Harry', upn: 'harry@contoso.com' }, at: at(1) }),
    ]);
    await api.seed([auditRecord({ id: 'q9', operation: 'Delete user', target: { display: 'foreign' }, at: at(1) })], OTHER_TENANT);
  });
  afterAll(() => api.stop());

  const answer = (question: string, more: object = {}): Promise<AskAnswer> => api.client.ok(ask, { body: { question, ...more } });

  it('are answered with counts, names and citations', async () => {
    const found = await answer('Who deleted users in the last 24 hours?');
    expect(found).toMatchObject({ declined: false, llm_used: false, llm_error: null, cached: false, job_id: null });
    expect(found.query_info).toMatchObject({ question_type: 'who', total_matched: 2, completeness: 'exact', entity: null });
    expect(found.answer).toContain('Bob Brown');
    expect(found.answer).toContain('Alice Adams');
    expect(found.events.map(({ id }) => id).sort()).toEqual(['q1', 'q2']);
    expect(found.query_info.chips.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['type', 'time', 'operation']));
  });

  it('are answered from the cache until an event comes', async () => {
    const question = 'How many users were added in the last 24 hours?';
    expect(await answer(question)).toMatchObject({ cached: false, query_info: { total_matched: 1 } });
    const started = performance.now();
    expect(await answer(question)).toMatchObject({ cached: true, query_info: { total_matched: 1 } });
    expect(performance.now() - started).toBeLessThan(1000);
    await api.seed([auditRecord({ id: 'q5', operation: 'Add user', actor: bob, target: carol, at: at(0.5) })]);
    expect(await answer(question)).toMatchObject({ cached: false, query_info: { total_matched: 2 } });
  });

  it('give way to filters', async () => {
    const filtered = await answer('Who added users in the last 24 hours?', { operation: 'Delete', actor: 'bob' });
    expect(filtered.query_info.total_matched).toBe(1);
    expect(filtered.events.map(({ id }) => id)).toEqual(['q1']);
    const times = await answer('What happened yesterday?', { start: at(1.5), end: at(0) });
    expect(times.query_info.start).toBe(
      at(1.5).slice(0, 10) === times.query_info.start.slice(0, 10) ? times.query_info.start : 'another day',
    );
    expect(times.query_info.excluded_services).toEqual(['Exchange', 'SharePoint', 'OneDrive', 'Teams']);
  });

  it('show nothing that is hidden from the caller, not even as a name', async () => {
    const found = await answer('What did Hidden Harry do in the last 24 hours?');
    expect(found.query_info.total_matched).toBe(0);
    expect(found.query_info.chips.some(({ query }) => query.includes('harry@contoso.com'))).toBe(false);
    expect(JSON.stringify(await answer('What happened in the last 24 hours?'))).not.toContain('q4');
  });

  it.each<[string, unknown, string]>([
    ['nothing', '', 'must not be empty'],
    ['spaces', '   ', 'must not be empty'],
    ['100 kB', 'a'.repeat(100_000), 'at most 1000 characters'],
    ['control characters', 'who\u0000deleted', 'must not contain control characters'],
    ['no text', { $ne: null }, 'question'],
  ])('are refused with a reason: %s', async (_name, question, says) => {
    const problem = await api.client.problem(ask, 400, { body: { question } });
    expect(JSON.stringify(problem)).toContain(says);
  });

  it('are refused when their times contradict each other, and when filters cannot be read', async () => {
    const times = await api.client.problem(ask, 400, {
      body: { question: 'What happened between 12 November 2026 and 10 November 2026?' },
    });
    expect(times).toMatchObject({ errors: [{ path: 'body.question' }], detail: expect.stringContaining('contradict') });
    await api.client.problem(ask, 400, { body: { question: 'What happened?', q: 'service:' } });
    await api.client.problem(ask, 400, { body: { question: 'What happened?', start: at(1), end: at(2) } });
    await api.client.problem(ask, 400, { body: { question: 'What happened?', time_zone: 'Mars/Olympus' } });
  });

  it.each<[string, string]>([
    ['Wer hat gestern den Benutzer gelöscht?', 'English'],
    ["'; DROP TABLE events; --", 'database query'],
    ['{"$where": "sleep(1000)"}', 'database query'],
    ['Delete the user carol.clark@contoso.com', 'changes nothing'],
    ['What is the weather today?', 'not about recorded events'],
    ['xyzzy plugh', 'nothing was looked up'],
  ])('are declined, not guessed: %s', async (question, says) => {
    const found = await answer(question);
    expect(found).toMatchObject({ declined: true, events: [], query_info: { question_type: 'declined', total_matched: 0 } });
    expect(found.answer).toContain(says);
  });

  it('stream what was understood, the text and the whole answer', async () => {
    const reply = await api.client.call(askStream, { body: { question: 'How many users were deleted in the last 24 hours?' } });
    expect(reply.headers.get('content-type')).toContain('text/event-stream');
    const names = messages(reply.text).map(({ name }) => name);
    expect([names[0], names.at(-1)]).toEqual(['understood', 'answer']);
    expect(names).toContain('text');
    expect(messages(reply.text).at(-1)?.data).toMatchObject({ query_info: { total_matched: 2 }, declined: false });
    const refused = await api.client.call(askStream, { body: { question: 'Who between 12 November 2026 and 10 November 2026?' } });
    expect(messages(refused.text).at(-1)).toMatchObject({ name: 'error', data: { status: 400, code: 'bad_request' } });
  });
});

describe('questions that nobody waits for', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await apiFixture('ask_jobs', { env: { AI_FEATURES_ENABLED: 'true' } });
    await api.seed([auditRecord({ id: 'j1', operation: 'Delete user', actor: bob, target: carol, at: at(1) })]);
  });
  afterAll(() => api.stop());

  const nothing = async (): Promise<void> => undefined;
  const handlers = (): Handlers => ({
    fetchSource: nothing,
    scheduleFetches: nothing,
    retention: nothing,
    forwardSiem: nothing,
    dispatchNotifications: nothing,
    deliverNotifications: nothing,
    answerQuestion: ({ tenant_id: tenantId, job_id: jobId }, { signal, last }) =>
      runAnswerJob(api.deps.ask, { tenantId, jobId, clock: systemClock, signal, last }),
  });

  it('are refused without a worker, and else answered by one for who asked alone', async () => {
    const body = { question: 'How many users were deleted in the last 24 hours?', async_mode: true };
    expect((await api.client.problem(ask, 503, { body })).detail).toContain('worker');
    const connection = connectValkey(testRedisUrl());
    const signal = new AbortController().signal;
    const { QUEUE_PREFIX: prefix } = api.deps.config;
    const worker = queueWorker({
      queue: 'ask',
      connection,
      prefix,
      concurrency: 1,
      handlers: handlers(),
      signal,
      onFailed: () => undefined,
    });
    try {
      await waitFor('the worker', () => api.deps.queue.hasWorkers('ask'));
      const reply = await api.client.call(ask, { body });
      expect(reply.status).toBe(202);
      const { job_id } = reply.body as { job_id: string };
      const job = await waitFor('the answer', async () => {
        const state = await api.client.ok(allRoutes.getJob, { params: { job_id } });
        return state.status === 'complete' || state.status === 'failed' ? state : null;
      });
      expect(job).toMatchObject({ kind: 'ask', status: 'complete', result: { job_id, query_info: { total_matched: 1 } } });
      // Another person in the same tenant, through HTTP: nothing tells the job from one that never was.
      const signIn = { AUTH_ENABLED: 'true', AUTH_TENANT_ID: TENANT, AUTH_CLIENT_ID: '7e1f0a52-3c0e-4e0d-9f6e-5d1f3f0a9b21' };
      const env = { AI_FEATURES_ENABLED: 'true', QUEUE_PREFIX: prefix, ...signIn };
      const other = await apiFixture('ask_other', { env, database: api.database });
      const { key } = await api.client.ok(allRoutes.createApiKey, { body: { name: 'somebody else', role: 'admin' } });
      const as = { headers: { authorization: `Bearer ${key}` } };
      const problem = await other.client.problem(allRoutes.getJob, 404, { params: { job_id }, ...as });
      const never = await other.client.problem(allRoutes.getJob, 404, { params: { job_id: 'never' }, ...as });
      expect(problem.detail).toBe(never.detail);
      await other.stop();
      const theirs = { ...api.context(TENANT), actor: { id: 'somebody-else', display: 'x' } };
      expect(await answerJob(theirs, api.deps.ask.cache, job_id)).toBeNull();
      expect(await answerJob({ ...theirs, tenantId: OTHER_TENANT, tenants: [OTHER_TENANT] }, api.deps.ask.cache, job_id)).toBeNull();
    } finally {
      await worker.close();
      connection.disconnect();
    }
  });
});

describe('without AI features', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await apiFixture('ask_off');
  });
  afterAll(() => api.stop());

  it('there are no questions', async () => {
    for (const route of [ask, askStream])
      expect((await api.client.problem(route, 404, { body: { question: 'Who?' } })).detail).toContain('AI_FEATURES_ENABLED');
  });
});
