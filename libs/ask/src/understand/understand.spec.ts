import { parseQuery, printQuery } from '@aoc/query';
import * as fc from 'fast-check';
import { CONCEPTS, TOPICS, VERBS } from './concepts';
import { NameIndex } from './names';
import { understand } from './understand';
import type { AskFilters, Understanding } from './understanding';

/** Monday, 13:00 in Vienna. */
const NOW = Date.UTC(2026, 10, 16, 12);
const person = (display: string) => ({ display, upn: `${display.toLowerCase().replace(' ', '.')}@contoso.com` });
const names = new NameIndex({
  actors: [
    ...['Magda Weber', 'Magda Yilmaz', 'Viktor Iyer', 'Nadia Lopez', 'Rose Park'].map(person),
    { display: 'Emergency Access', upn: 'breakglass01@contoso.com' },
    { display: 'Microsoft Intune', upn: null },
  ],
  devices: ['WS-10231', 'WS-10232', 'MB-20014'],
  services: ['Exchange', 'Intune', 'UserManagement', 'SharePoint'],
  operations: ['Delete user', 'Set-Mailbox', 'MailItemsAccessed', 'Add user.'],
});
const read = (question: string, filters: AskFilters = {}, timeZone = 'UTC'): Understanding =>
  understand({ question, filters, now: NOW, timeZone, names });
const span = ({ span: { from, to } }: Understanding): string => [from, to].map((at) => new Date(at).toISOString().slice(0, 16)).join(' ');

describe('the time of a question', () => {
  it.each([
    ['in the last 3 days', '2026-11-13T12:00 2026-11-16T12:00'],
    ['in the last 90 minutes', '2026-11-16T10:30 2026-11-16T12:00'],
    ['over the past two hours', '2026-11-16T10:00 2026-11-16T12:00'],
    ['last 24h', '2026-11-15T12:00 2026-11-16T12:00'],
    ['in the last couple of weeks', '2026-11-02T12:00 2026-11-16T12:00'],
    ['last week', '2026-11-09T00:00 2026-11-15T23:59'],
    ['in the last week', '2026-11-09T12:00 2026-11-16T12:00'],
    ['last month', '2026-10-01T00:00 2026-10-31T23:59'],
    ['this month', '2026-11-01T00:00 2026-11-16T12:00'],
    ['today', '2026-11-16T00:00 2026-11-16T12:00'],
    ['yesterday', '2026-11-15T00:00 2026-11-15T23:59'],
    ['the day before yesterday', '2026-11-14T00:00 2026-11-14T23:59'],
    ['on Friday', '2026-11-13T00:00 2026-11-13T23:59'],
    ['last Monday', '2026-11-09T00:00 2026-11-09T23:59'],
    ['since Thursday', '2026-11-12T00:00 2026-11-16T12:00'],
    ['on 12 November', '2026-11-12T00:00 2026-11-12T23:59'],
    ['on November 12th, 2025', '2025-11-12T00:00 2025-11-12T23:59'],
    ['on 2026-11-12', '2026-11-12T00:00 2026-11-12T23:59'],
    ['on 12.11.2026', '2026-11-12T00:00 2026-11-12T23:59'],
    ['on 24 December', '2025-12-24T00:00 2025-12-24T23:59'],
    ['between 3 and 5 November', '2026-11-03T00:00 2026-11-05T23:59'],
    ['from Friday to Sunday', '2026-11-13T00:00 2026-11-15T23:59'],
    ['from Tuesday to Monday', '2026-11-10T00:00 2026-11-16T12:00'],
    ['between 2026-11-01 and 2026-11-03', '2026-11-01T00:00 2026-11-03T23:59'],
    ['between 2am and 4am on 13 November', '2026-11-13T02:00 2026-11-13T03:59'],
    ['at 03:05 on 13 November', '2026-11-13T03:05 2026-11-13T03:05'],
    ['after 10 November', '2026-11-11T00:00 2026-11-16T12:00'],
    ['yesterday evening', '2026-11-15T18:00 2026-11-15T23:59'],
    ['3 days ago', '2026-11-13T00:00 2026-11-13T23:59'],
    ['in October', '2026-10-01T00:00 2026-10-31T23:59'],
    ['in 2025', '2025-01-01T00:00 2025-12-31T23:59'],
    ['', '2026-11-09T12:00 2026-11-16T12:00'],
  ])('%s', (words, expected) => {
    const meaning = read(`Who deleted users ${words}?`);
    expect([span(meaning), meaning.time]).toEqual([expected, words === '' ? 'default' : 'said']);
    expect(meaning.unused).toEqual([]);
  });

  it('is of the calendar of the zone', () => {
    expect(span(read('Who deleted users yesterday?', {}, 'Europe/Vienna'))).toBe('2026-11-14T23:00 2026-11-15T22:59');
    expect(span(read('Who deleted users on 25 October?', {}, 'Europe/Vienna'))).toBe('2026-10-24T22:00 2026-10-25T22:59');
  });

  it.each(['between 12 November and 10 November', 'since 12 November until 10 November', 'yesterday, on 10 November'])(
    'that contradicts itself: %s',
    (words) => {
      expect(read(`Who deleted users ${words}?`)).toMatchObject({ contradiction: expect.stringContaining('contradict') });
    },
  );

  it.each(['tomorrow', 'on 1 January 2027', 'next week'])('that has not come: %s', (words) => {
    expect(read(`Who deleted users ${words}?`).declined).toMatchObject({ reason: 'future' });
  });

  it('is everything for first and last, and two periods for comparisons', () => {
    expect(read('When did Viktor Iyer last sign in?').time).toBe('all');
    const compared = read('Compare failed sign-ins of today with yesterday');
    expect([compared.type, span(compared), new Date(compared.second?.from ?? 0).toISOString()]).toEqual([
      'compare',
      '2026-11-16T00:00 2026-11-16T12:00',
      '2026-11-15T00:00:00.000Z',
    ]);
  });
});

describe('who and what a question names', () => {
  it.each<[string, string]>([
    ['What did Magda Weber do?', 'person actor magda.weber@contoso.com'],
    ['What did magda weber do?', 'person actor magda.weber@contoso.com'],
    ['What did Madga Webr do?', 'person actor magda.weber@contoso.com'],
    ['What did Magda do?', 'person actor magda.weber@contoso.com,magda.yilmaz@contoso.com'],
    ['Who deleted viktor.iyer?', 'person target viktor.iyer@contoso.com'],
    ['Who reset the password of user nadia.lopes?', 'person target nadia.lopez@contoso.com'],
    ["Who reset Nadia Lopez's password?", 'person target nadia.lopez@contoso.com'],
    ['What was deleted by Rose Park?', 'person actor rose.park@contoso.com'],
    ['Was the account of Nadia Lopez disabled?', 'person target nadia.lopez@contoso.com'],
    ['failed sign-ins for Emergency Access', 'person actor breakglass01@contoso.com'],
    ['What happened to device ws-10231?', 'device any WS-10231'],
    ['What happened to laptop WS-10999?', 'device any WS-10999'],
    ['What happened to WS10231?', 'name target WS10231'],
    ['events from 203.0.113.7', 'identifier any 203.0.113.7'],
    ['Who deleted new.joiner@contoso.com?', 'identifier target new.joiner@contoso.com'],
    ['Who was added to the Finance Approvers group?', 'name target Finance Approvers'],
    ['Who changed the policy "Require MFA"?', 'name target Require MFA'],
    ['Who consented to rnicrosoft_office?', 'name target rnicrosoft_office'],
    ['Who became global admin?', 'name target Global Administrator'],
    ['How many MailItemsAccessed events?', 'operation actor MailItemsAccessed'],
  ])('%s', (question, expected) => {
    const [first] = read(question).named;
    expect(first && `${first.kind} ${first.kind === 'operation' ? 'actor' : first.part} ${first.keys.join()}`).toBe(expected);
  });

  it('is shown as chips, with the words that they were read from', () => {
    const chips = read('Who reset the password of Nadia Lopez yesterday?').chips.map(({ kind, label, said }) => `${kind}|${label}|${said}`);
    expect(chips).toEqual([
      'type|Who|null',
      'time|Time: 15 Nov 2026|yesterday',
      'entity|Done to: Nadia Lopez|Nadia Lopez',
      'operation|Operation: password reset or changed|reset password',
    ]);
  });
});

describe('what a question asks for', () => {
  it.each<[string, string, string]>([
    ['Who deleted users?', 'who', 'operation:/^(hard )?delete user/'],
    ['who delted usrs', 'who', 'operation:/^(hard )?delete user/'],
    ['How many sign-ins failed?', 'how_many', 'operation:/^(sign-in activity|userloggedin|userloginfailed)/ result:=failure'],
    ['When was a device last wiped?', 'when_last', 'operation:/wipe/'],
    ['Top 5 users by file downloads', 'top', '(service:=SharePoint OR service:=OneDrive) operation:/^file(sync)?downloaded/'],
    ['What failed in Intune?', 'failures', 'service:=Intune result:=failure'],
    ['Who added or removed members of groups?', 'who', 'operation:/^add member to group/ OR operation:/^remove member from group/'],
    [
      'Which admins were most active last week?',
      'top',
      '-(service:=Exchange OR service:=SharePoint OR service:=OneDrive OR service:=Teams)',
    ],
    ['Who added admins?', 'who', 'operation:/^add (eligible )?member to role/ -operation:/activation/'],
    ['Anything unusual?', 'unusual', '-(service:=Exchange OR service:=SharePoint OR service:=OneDrive OR service:=Teams)'],
  ])('%s', (question, type, conditions) => {
    const meaning = read(question);
    expect([meaning.type, printQuery(meaning.conditions)]).toEqual([type, conditions]);
  });

  it('gives way to filters', () => {
    const meaning = read('Who deleted users yesterday in Intune?', {
      services: ['Exchange'],
      operation: 'Set',
      result: 'success',
      start: new Date(NOW - 3_600_000),
    });
    expect(printQuery(meaning.conditions)).toBe('service:=Exchange operation:Set result:success');
    expect(span(meaning)).toBe('2026-11-16T11:00 2026-11-16T12:00');
    expect(printQuery(read('What did Viktor Iyer do?', { actor: 'anna' }).conditions)).toBe('actor:anna');
    expect(printQuery(read('Who deleted users?', { q: 'operation:x entity:y' }).conditions)).toBe('operation:x entity:y');
  });

  it.each<[string, string]>([
    ['', 'empty'],
    ['???', 'empty'],
    ['What is the weather in Vienna?', 'unrelated'],
    ['Is Viktor Iyer a good admin?', 'opinion'],
    ['Disable the account of Viktor Iyer', 'instruction'],
    ['How many users do we have?', 'state'],
    ['Who signed in to Slack?', 'other_system'],
    ["What is Viktor's password?", 'content'],
    ['Wer hat gestern den Benutzer gelöscht?', 'language'],
    ['誰がユーザーを削除しましたか', 'language'],
    ["x' OR '1'='1", 'fragment'],
    ['lorem ipsum dolor', 'unclear'],
  ])('is declined where stored events cannot tell: %s', (question, reason) => {
    expect(read(question)).toMatchObject({ type: 'declined', declined: { reason } });
  });
});

describe('the tables of words', () => {
  it('hold patterns that the query language takes', () => {
    for (const { label, operation, without } of CONCEPTS) {
      for (const pattern of [operation, without])
        if (pattern !== undefined) expect([label, parseQuery(`operation:/${pattern}/`).ok]).toEqual([label, true]);
    }
    for (const { operation } of [...Object.values(TOPICS), ...Object.values(VERBS)])
      if (operation !== undefined) expect(parseQuery(`operation:/${operation}/`).ok).toBe(true);
  });

  it('no action is said twice in the same words', () => {
    const said = CONCEPTS.map(({ words }) => [...words].sort().join(' '));
    expect(said.filter((words, at) => said.indexOf(words) !== at)).toEqual([]);
  });
});

describe('any text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'who',
      'deleted',
      'users',
      'Magda',
      '"',
      "'",
      'between',
      'and',
      'last',
      '3',
      'days',
      'to',
      'WS-10231',
      'group',
      '12 November',
      'at 3pm',
      '\n',
      '((',
      '$ne',
      'ä',
      '💥',
      '[1]',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
  const anyText = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(' '));

  it('is understood or declined, and gives a query that can be read back', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('UTC', 'Europe/Vienna', 'America/St_Johns', 'Pacific/Apia'), (question, zone) => {
        const meaning = read(question, {}, zone);
        expect(Number.isFinite(meaning.span.from) && Number.isFinite(meaning.span.to)).toBe(true);
        if (meaning.declined || meaning.contradiction !== null) return;
        expect(meaning.span.from).toBeLessThanOrEqual(meaning.span.to);
        expect(parseQuery(printQuery(meaning.query))).toEqual({ ok: true, query: meaning.query });
        for (const chip of meaning.chips) expect(parseQuery(chip.query).ok).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('takes no more time the longer it is', () => {
    for (const unit of ['a', '"', 'last ', 'between ', 'Magda ', 'what did ', '12.', 'group X ', 'is x is ', "'"]) {
      const started = performance.now();
      read(unit.repeat(100_000));
      expect(performance.now() - started).toBeLessThan(2000);
    }
  });
});
