import { askBodySchema, tenantIdSchema, type AskAnswer } from '@aoc/contracts';
import { parseConfig } from '@aoc/server/config';
import { limitsIn, requestContext, systemClock, type TenantContext } from '@aoc/server/context';
import { eventStore } from '@aoc/server/events';
import { allCollections, openIngestion, storeRecords } from '@aoc/server/ingestion';
import { ensureIndexes } from '@aoc/server/mongo';
import { connectValkey, ExpiringStore, QuotaStore, type Redis } from '@aoc/server/queues';
import { testDatabase, testRedisUrl, type TestDatabase } from '@aoc/testing';
import { randomBytes } from 'node:crypto';
import { ask } from './ask';
import type { AskDeps } from './ask-deps';
import { ModelError, type LanguageModel, type ModelQuestion } from './language-model';

const TENANT = tenantIdSchema.parse('aaaaaaaa-0000-4000-8000-00000000000a');
const OTHER = tenantIdSchema.parse('bbbbbbbb-0000-4000-8000-00000000000b');
const QUESTION = 'Who deleted users in the last 24 hours?';
const USAGE = { requests: 1, promptTokens: 100, completionTokens: 10 };

const record = (id: string, operation: string, name: string) => ({
  id,
  category: 'UserManagement',
  result: 'success',
  activityDisplayName: operation,
  activityDateTime: new Date(Date.now() - 3_600_000).toISOString(),
  initiatedBy: { user: { id: null, displayName: name, userPrincipalName: `${name.toLowerCase()}@contoso.com` }, app: null },
  targetResources: [{ id: null, displayName: 'Carol', type: 'User', modifiedProperties: [] }],
});

describe('answers and who may see them', () => {
  let database: TestDatabase;
  let valkey: Redis;
  let deps: AskDeps;
  const context = (tenantId = TENANT, hiddenOperations: string[] = []): TenantContext =>
    requestContext({
      tenantId,
      actor: { id: 'a', display: 'A' },
      role: 'viewer',
      privacy: limitsIn([tenantId], { hiddenServices: [], hiddenOperations }),
      requestId: 'r',
      clock: systemClock,
    });
  const answer = (ctx: TenantContext, question = QUESTION, use: Partial<AskDeps> = {}): Promise<AskAnswer> =>
    ask(ctx, { ...deps, ...use }, askBodySchema.parse({ question }));

  beforeAll(async () => {
    database = await testDatabase('ask_scope');
    await ensureIndexes(database.connection, allCollections);
    const ingestion = await openIngestion(database.connection, parseConfig({}));
    valkey = connectValkey(testRedisUrl());
    const prefix = `t_ask_${randomBytes(4).toString('hex')}`;
    deps = {
      events: eventStore(database.connection),
      coverage: async () => ({
        state: 'partial',
        gaps: [{ source: 'intune', start: new Date(0).toISOString(), end: new Date(1).toISOString(), state: 'late' }],
      }),
      cache: new ExpiringStore(valkey, prefix),
      timeZoneOf: async () => null,
      model: null,
      tools: () => [],
      maxEvents: 50,
    };
    const store = async (tenant: typeof TENANT, records: unknown[]): Promise<void> =>
      void (await storeRecords(context(tenant), ingestion, { source: 'directory', records, broken: [], location: String }));
    await store(TENANT, [record('m1', 'Delete user', 'Alice'), record('m2', 'Hard Delete user', 'Secretive')]);
    await store(OTHER, [record('m1', 'Delete user', 'Alice'), record('m2', 'Hard Delete user', 'Foreigner')]);
  }, 60_000);
  afterAll(async () => {
    valkey.disconnect();
    await database.stop();
  });

  it('are never those of another tenant or of who may see more, although all ask the same', async () => {
    const all = await answer(context());
    expect([all.query_info.total_matched, all.answer.includes('Secretive'), all.cached]).toEqual([2, true, false]);
    const limited = await answer(context(TENANT, ['Hard Delete user']));
    expect([limited.query_info.total_matched, limited.answer.includes('Secretive'), limited.cached]).toEqual([1, false, false]);
    const foreign = await answer(context(OTHER));
    expect([foreign.answer.includes('Secretive'), foreign.answer.includes('Foreigner'), foreign.cached]).toEqual([false, true, false]);
    expect((await answer(context())).cached).toBe(true);
    expect((await answer(context(TENANT, ['Hard Delete user']))).answer).toBe(limited.answer);
  });

  it('say what is not covered, and that nothing found is no proof then', async () => {
    expect((await answer(context())).answer).toContain('the Intune log has not been read to the end');
    expect((await answer(context(), 'Was a device wiped in the last 24 hours?')).answer).toContain('does not mean that nothing happened');
  });

  describe('with a language model', () => {
    const budget = (dailyRequests: number) => ({
      store: new QuotaStore(valkey, `t_quota_${randomBytes(4).toString('hex')}`),
      dailyRequests,
      dailyTokens: 0,
    });
    const model = (say: (question: ModelQuestion) => string): LanguageModel => ({
      answer: async (question) => {
        const text = say(question);
        question.onText?.(text);
        return { text, cited: [1], removedCitations: 2, disagreements: ['3 is not 2'], usage: USAGE };
      },
      write: () => Promise.reject(new ModelError('not asked')),
    });

    it('are worded by it, from the counts and the events', async () => {
      const use = {
        model: {
          languageModel: model(({ computed, numbers, events }) => `${numbers[0]?.value} ${events.length} ${computed.length > 50}`),
          name: 'm',
          budget: budget(0),
        },
      };
      const pieces: string[] = [];
      const told = await ask(context(), { ...deps, ...use }, askBodySchema.parse({ question: QUESTION }), {
        onText: (piece) => pieces.push(piece),
      });
      expect(told).toMatchObject({
        answer: '2 2 true',
        llm_used: true,
        llm_error: null,
        removed_citations: 2,
        disagreements: ['3 is not 2'],
      });
      expect([told.events.map(({ number }) => number), pieces]).toEqual([[1], ['2 2 true']]);
    });

    it('are computed when it fails, and not kept', async () => {
      const failing = model(() => {
        throw new ModelError('The language model took too long.', USAGE);
      });
      const use = { model: { languageModel: failing, name: 'failing', budget: budget(0) } };
      for (let time = 0; time < 2; time += 1)
        expect(await answer(context(), QUESTION, use)).toMatchObject({
          llm_used: false,
          llm_error: 'The language model took too long.',
          cached: false,
          query_info: { total_matched: 2 },
        });
    });

    it('are computed when the budget of the day is used up', async () => {
      const use = { model: { languageModel: model(() => 'worded'), name: 'limited', budget: budget(1) } };
      expect(await answer(context(), 'How many users were deleted in the last 24 hours?', use)).toMatchObject({ llm_used: true });
      const second = await answer(context(), 'How many users were deleted in the last 23 hours?', use);
      expect(second).toMatchObject({
        llm_used: false,
        llm_error: expect.stringContaining('LLM_DAILY_REQUESTS'),
        query_info: { total_matched: 2 },
      });
    });

    it('are given up when the caller goes away', async () => {
      const gone = new AbortController();
      const leaving = model(() => {
        gone.abort(new Error('gone'));
        throw new ModelError('stopped');
      });
      const use = { model: { languageModel: leaving, name: 'leaving', budget: budget(0) } };
      await expect(
        ask(context(), { ...deps, ...use }, askBodySchema.parse({ question: QUESTION }), { signal: gone.signal }),
      ).rejects.toThrow('gone');
    });
  });

  it('take days in the time zone of the tenant, unless the caller names one', async () => {
    const use = { timeZoneOf: async () => 'Pacific/Auckland' };
    const start = async (body: object): Promise<string> =>
      (await ask(context(), { ...deps, ...use }, askBodySchema.parse({ question: 'Who deleted users yesterday?', ...body }))).query_info
        .start;
    const hourIn = (zone: string, at: string) =>
      new Intl.DateTimeFormat('en', { timeZone: zone, timeStyle: 'short', hourCycle: 'h23' }).format(new Date(at));
    expect(hourIn('Pacific/Auckland', await start({}))).toBe('00:00');
    expect(hourIn('America/New_York', await start({ time_zone: 'America/New_York' }))).toBe('00:00');
  });

  it('go on without the cache', async () => {
    const away = connectValkey('redis://127.0.0.1:1', { failFast: true });
    const problems: string[] = [];
    const use = { cache: new ExpiringStore(away, 'away'), onProblem: (what: string) => problems.push(what) };
    expect((await answer(context(), QUESTION, use)).query_info.total_matched).toBe(2);
    expect(problems.length).toBeGreaterThan(0);
    away.disconnect();
  });
});
