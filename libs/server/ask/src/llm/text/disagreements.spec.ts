import fc from 'fast-check';
import { disagreementsIn } from './disagreements';

const counts = [
  { label: 'events', value: 120 },
  { label: 'failures', value: 12 },
  { label: 'people', value: 4 },
  { label: 'Delete user', value: 7 },
  { label: 'events by Ada Adams', value: 30 },
  { label: 'Exchange events', value: 55 },
];

describe('numbers that contradict the database', () => {
  it.each([
    ['There were 15 failures.', 'The language model says "15 failures"; the database counted 12 (failures).'],
    ['There were 9 failures in total.', 'The language model says "9 failures"; the database counted 12 (failures).'],
    ['**1,200 events** match.', 'The language model says "1,200 events"; the database counted 120 (events).'],
    ['In total, 100 events were found.', 'The language model says "100 events"; the database counted 120 (events).'],
    ['There were no failed events.', 'The language model says "no failed events"; the database counted 12 (failures).'],
    ['Five people were involved.', 'The language model says "Five people"; the database counted 4 (people).'],
    ['Ada made 31 events by Ada Adams.', 'The language model says "31 events"; the database counted 30 (events by Ada Adams).'],
    ['130 events [1].', 'The language model says "130 events"; the database counted 120 (events).'],
  ])('%s', (text, message) => {
    expect(disagreementsIn(text, counts)).toEqual([message]);
  });

  it.each([
    'There were 120 events, 12 of them failures.',
    'There were 12 failures and four people.',
    'Of the 120 events, 3 events are shown here.',
    'These 3 events happened at 10:15 [1][2][3].',
    'On 2026-03-01 at 09:30 there were 5 events.',
    'In the last 7 days there were 120 events.',
    'More than 100 events were found.',
    'At least 2 people took part.',
    'Ada deleted 2 users [1].',
    'Event 3 shows 120 events.',
    'The address 10.0.0.15 failed 12 times.',
    'Error 50126 is a wrong password.',
    '1. First item\n2. Second item\n3. events in order',
    'About 25% failures.',
    'LAPTOP-15 failures are usual.',
    'The 3 events on Monday came from one device.',
    '15 events from SharePoint and 55 Exchange events.',
    'It took 15 minutes; 12 failures came before.',
    'Between 8 and 9 March there were few events.',
    'The first 5 events are sign-ins.',
    '`15 failures` and "15 failures" are quotations.',
    'There are no other events like it.',
    'Version 2 events are new.',
    'See [15] events.',
    'Ada stands out: 30 events.',
    'There are one or two open questions.',
    'No evidence of 2 people acting together was found.',
    'Nobody else of the 4 people had more than 3 failures.',
    'Ada Adams made 30 events, 4 failures among them.',
    'Failures were 3 times as many as usual.',
  ])('%s is no contradiction', (text) => {
    expect(disagreementsIn(text, counts)).toEqual([]);
  });

  it('knows the words of computed answers', () => {
    const computed = [
      { label: 'matching events', value: 12 },
      { label: 'matching events of the period compared with', value: 40 },
      { label: 'different actors', value: 3 },
      { label: 'events by ada@contoso.example', value: 9 },
      { label: 'events of Reset user password', value: 6 },
    ];
    const said = (text: string): number => disagreementsIn(text, computed).length;
    expect(said('12 events match, 40 events in the week before, by 3 actors.')).toBe(0);
    expect(said('There were 13 matching events.')).toBe(1);
    expect(said('There were 5 actors.')).toBe(1);
    expect(said('There were 11 events by ada@contoso.example.')).toBe(1);
    expect(said('There were 7 Reset user password events.')).toBe(1);
    expect(said('There were 6 Reset user password events.')).toBe(0);
  });

  it('finds every false total, in several ways of saying it, and no true one', () => {
    const ways = [
      (n: string, what: string) => `There were ${n} ${what}.`,
      (n: string, what: string) => `I found **${n} ${what}** in total.`,
      (n: string, what: string) => `- ${n} ${what}`,
      (n: string, what: string) => `In this period ${n} ${what} were recorded.`,
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 5_000_000 }),
        fc.integer({ min: 2, max: 5_000_000 }),
        fc.constantFrom(...ways),
        fc.boolean(),
        (value, said, way, comma) => {
          const text = way(comma ? said.toLocaleString('en-US') : String(said), 'failures');
          expect(disagreementsIn(text, [{ label: 'failures', value }])).toHaveLength(value === said ? 0 : 1);
        },
      ),
    );
  });

  it('is silent about times, dates, addresses, citations and lengths of time', () => {
    const harmless = fc.oneof(
      fc.date({ noInvalidDate: true, min: new Date('2000-01-01'), max: new Date('2099-12-31') }).map((date) => `at ${date.toISOString()}`),
      fc.ipV4().map((address) => `from ${address}`),
      fc.nat(200).map((n) => `[${n}]`),
      fc.nat(90).map((n) => `within ${n} minutes`),
      fc.nat(90).map((n) => `in the last ${n} days`),
      fc.nat(100).map((n) => `${n}% of it`),
    );
    fc.assert(
      fc.property(fc.array(harmless, { minLength: 1, maxLength: 6 }), (parts) => {
        expect(disagreementsIn(`Ada Adams, ${parts.join(', ')}, events and failures.`, counts)).toEqual([]);
      }),
    );
  });
});
