import { askBodySchema, type AskAnswer } from '@aoc/contracts';
import { connectValkey, ExpiringStore, type Redis } from '@aoc/server/queues';
import { testRedisUrl } from '@aoc/testing';
import { randomBytes } from 'node:crypto';
import { ask } from './ask';
import type { AskDeps } from './ask-deps';
import { storeOf, testCompany, type TestCompany } from './testing/company';
import { Truth, type Expected, type QuestionCase } from './testing/question';
import { countQuestions } from './testing/questions-counts';
import { declinedQuestions } from './testing/questions-declined';
import { eventQuestions } from './testing/questions-events';
import { peopleQuestions } from './testing/questions-people';

const LEAST_QUESTIONS = 150;
const LEAST_RIGHT = 0.95;

/** What is wrong with an answer; nothing when it is right. */
function mistakes(answer: AskAnswer, expected: Expected): string[] {
  const { query_info: info, events } = answer;
  const cited = new Set(events.map(({ id }) => id));
  const text = answer.answer.toLowerCase();
  const wrong: string[] = [];
  if (answer.declined !== (expected.declined ?? false))
    wrong.push(answer.declined ? `declined: ${answer.answer.slice(0, 80)}` : 'not declined');
  if (expected.total !== undefined && (info.total_matched !== expected.total || info.completeness !== 'exact'))
    wrong.push(`${info.total_matched} events in place of ${expected.total}`);
  if (expected.type !== undefined && info.question_type !== expected.type)
    wrong.push(`is a question of type ${info.question_type}, not ${expected.type}`);
  for (const part of expected.says ?? []) if (!text.includes(part.toLowerCase())) wrong.push(`does not say ${part}`);
  for (const part of expected.never ?? []) if (text.includes(part.toLowerCase())) wrong.push(`says ${part}`);
  if (expected.cites !== undefined && !expected.cites.some((id) => cited.has(id)))
    wrong.push(`cites none of ${expected.cites.length} events`);
  for (const id of expected.citesAll ?? []) if (!cited.has(id)) wrong.push(`does not cite ${id}`);
  if (expected.excluded !== undefined && info.excluded_services.length > 0 !== expected.excluded)
    wrong.push('leaves out other services than it should');
  for (const [, number] of answer.answer.matchAll(/\[(\d+)\]/g))
    if (!events.some((event) => event.number === Number(number))) wrong.push(`cites [${number}], which is no event`);
  return wrong;
}

describe('questions about a company, answered without a language model', () => {
  let company: TestCompany;
  let valkey: Redis;
  let deps: AskDeps;
  beforeAll(async () => {
    company = await testCompany();
    valkey = connectValkey(testRedisUrl());
    deps = {
      events: storeOf(company),
      coverage: async () => ({ state: 'complete', gaps: [] }),
      cache: new ExpiringStore(valkey, `t_questions_${randomBytes(4).toString('hex')}`),
      timeZoneOf: async () => null,
      model: null,
      tools: () => [],
      maxEvents: 200,
    };
  }, 300_000);
  afterAll(async () => {
    valkey.disconnect();
    await company.database.stop();
  });

  it('are answered right, at least 95 of 100', async () => {
    const truth = new Truth(company.truth);
    expect(await storeOf(company).events.count(company.ctx, {}, 1e6)).toBe(company.truth.length);
    const cases: QuestionCase[] = [...countQuestions(truth), ...peopleQuestions(truth), ...eventQuestions(truth), ...declinedQuestions()];
    const questions = cases.flatMap(({ ask: wordings, body, expect: expected }) =>
      wordings.map((question) => ({ question, body, expected })),
    );
    const report: string[] = [];
    for (const { question, body, expected } of questions) {
      const wrong = mistakes(await ask(company.ctx, deps, { ...askBodySchema.parse({ question }), ...body }), expected);
      if (wrong.length > 0) report.push(`${question}: ${wrong.join('; ')}`);
    }
    const right = questions.length - report.length;
    process.stdout.write(`${right} of ${questions.length} questions are answered right.\n${report.join('\n')}\n`);
    expect(questions.length).toBeGreaterThanOrEqual(LEAST_QUESTIONS);
    expect({ right: right / questions.length >= LEAST_RIGHT, report }).toMatchObject({ right: true });
  }, 600_000);
});
