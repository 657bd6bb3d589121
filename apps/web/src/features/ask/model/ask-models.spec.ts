import type { AskAnswer, AskChip, QueryInfo } from '@aoc/contracts';
import { parseQuery } from '@aoc/query';
import { countedWords, writerWords } from './answer-words';
import { parseAskSearch, toAddress, toBody } from './ask-search';
import { readChips, withEveryService, withoutChip, withQuery } from './chip-changes';

const chip = (change: Partial<AskChip>): AskChip => ({ kind: 'entity', label: 'Concerns: x', said: null, query: 'entity:x', ...change });
const asked = (question: string, filters = {}) => ({ question, filters });

describe('the address', () => {
  it('holds question, filters and event, and gives them back', () => {
    const search = parseAskSearch({ question: ' Who? ', services: 'Exchange', last: '7d', event: 'e1', utm_source: 'mail' });
    expect(search).toEqual({ question: 'Who?', filters: { services: ['Exchange'], last: '7d' }, event: 'e1' });
    expect(parseAskSearch(toAddress(search, search.event))).toEqual(search);
    expect(toAddress(asked(''))).toEqual({});
  });
  it('takes nonsense for nothing', () => {
    expect(parseAskSearch({ question: ['a', 'b'], event: 7, start: 'yesterday' })).toEqual({ question: '', filters: {}, event: undefined });
  });
  it('becomes what the API takes: a relative time gets its start, words go into the query', () => {
    const filters = { last: '24h' as const, search: 'two words', q: 'actor:a', services: ['Teams'] };
    const body = toBody(asked('What failed?', filters), 'Europe/Vienna', new Date('2026-03-02T00:00:00Z'));
    expect(body).toEqual({
      question: 'What failed?',
      services: ['Teams'],
      start: '2026-03-01T00:00:00.000Z',
      time_zone: 'Europe/Vienna',
      q: expect.stringMatching(/^actor:a \S/),
    });
    expect(parseQuery(body.q ?? '').ok).toBe(true);
    expect(toBody(asked('Who?'), 'UTC', new Date())).toEqual({ question: 'Who?', time_zone: 'UTC' });
  });
});

describe('a chip', () => {
  it.each([
    ['What happened to device LAPTOP-1 yesterday?', 'LAPTOP-1', 'What happened yesterday?'],
    ['Who deleted users last week?', 'last week', 'Who deleted users?'],
    ['How many sign-ins failed in the last 3 days', 'last 3 days', 'How many sign-ins failed'],
    ['What failed for "Ann Smith", today?', '"Ann Smith"', 'What failed, today?'],
  ])('of words is taken out with what leads to it: %s', (question, said, rest) => {
    expect(withoutChip(chip({ said }), asked(question))).toEqual(asked(rest));
  });
  it('that is all that was asked stays', () => {
    expect(withoutChip(chip({ said: 'Ann' }), asked('Ann?'))).toBeNull();
    expect(withoutChip(chip({ said: 'not there' }), asked('Who?'))).toBeNull();
    expect(withoutChip(chip({ kind: 'type' }), asked('Who?'))).toBeNull();
    expect(withoutChip(chip({ kind: 'time' }), asked('Who?'))).toBeNull();
  });
  it('of a time that was set clears that time', () => {
    const filters = { start: '2026-03-01T00:00:00.000Z', q: 'a' };
    expect(withoutChip(chip({ kind: 'time', query: 'after:2026' }), asked('Who?', filters))).toEqual(asked('Who?', { q: 'a' }));
  });
  it('of services that were left out brings them back', () => {
    const left = chip({ kind: 'service', label: 'Without: Teams', query: '-service:=Teams' });
    expect(withoutChip(left, asked('What failed?', { q: 'a' }))).toEqual(asked('What failed?', { q: 'a service:*' }));
    expect(parseQuery(withEveryService(asked('x')).filters.q ?? '').ok).toBe(true);
  });
  it('that only repeats a filter is not shown twice', () => {
    const chips = [
      chip({ kind: 'type', query: '' }),
      chip({ kind: 'service', query: 'service:=Exchange' }),
      chip({ kind: 'text', query: 'actor:a' }),
      chip({ said: 'x' }),
    ];
    const filters = { services: ['Exchange'], q: 'actor:a' };
    expect(readChips(chips, filters).map(({ kind }) => kind)).toEqual(['type', 'entity']);
    expect(readChips(chips, {})).toHaveLength(4);
  });
  it('that is changed adds a term, which the API lets win', () => {
    expect(withQuery(asked('Who?', { q: 'a' }), ' target:x ')).toEqual(asked('Who?', { q: 'a target:x' }));
  });
});

const info = (change: Partial<QueryInfo>): QueryInfo => ({
  question_type: 'who',
  entity: null,
  start: '2026-03-01T00:00:00.000Z',
  end: '2026-03-02T00:00:00.000Z',
  query: '',
  chips: [],
  event_count: 1,
  total_matched: 1,
  completeness: 'exact',
  services_queried: [],
  excluded_services: [],
  ...change,
});

it.each([
  [info({ total_matched: 0 }), 'No event matches.'],
  [info({}), '1 event matched, all counted. 1 event was read.'],
  [info({ total_matched: 12_000, event_count: 80 }), '12,000 events matched, all counted. 80 events were read.'],
  [
    info({ total_matched: 12_000, event_count: 80, completeness: 'sampled' }),
    'At least 12,000 events matched. The breakdown is of the newest ones. 80 events were read.',
  ],
])('says how much was counted %#', (of, words) => expect(countedWords(of)).toBe(words));

const answer = (change: Partial<AskAnswer>): AskAnswer => ({
  answer: '',
  events: [],
  query_info: info({}),
  coverage: { state: 'complete', gaps: [] },
  declined: false,
  llm_used: false,
  llm_error: null,
  removed_citations: 0,
  disagreements: [],
  cached: false,
  job_id: null,
  ...change,
});

it('says who wrote the answer', () => {
  expect(writerWords(answer({}))).toMatchObject({ tone: 'info', text: expect.stringContaining('without a language model') });
  expect(writerWords(answer({ llm_used: true }))).toMatchObject({ tone: 'info', text: expect.stringContaining('A language model wrote') });
  expect(writerWords(answer({ llm_error: 'it took too long.' }))).toEqual({
    tone: 'warn',
    text: 'The language model gave no answer: it took too long. This one was computed from the stored events.',
  });
  expect(writerWords(answer({ declined: true }))).toBeNull();
});
