import { alertSchema, type Alert } from '@aoc/contracts';
import fc from 'fast-check';
import { isNarrowed, parseAlertsSearch, stillBelongs, toAlertQuery } from './alert-filters';
import { historyWords, isLate, whatHappened } from './alert-words';
import { withChange } from './apply-change';
import { eventsAround, eventsOf } from './event-links';
import { expiryAt, offeredConditions } from './exception-draft';
import { isMatchedChange } from './matched-changes';
import { toggled } from './selection';

const at = '2026-03-01T10:00:00.000Z';
const alert: Alert = alertSchema.parse({
  id: 'a1',
  _id: 'a1',
  tenant_id: 'default',
  timestamp: at,
  rule_id: 'r1',
  rule_name: 'Admin Role Assignment',
  rule_version: 1,
  severity: 'high',
  techniques: [],
  tags: [],
  message: '',
  guidance: '',
  event_id: 'e1',
  event_dedupe_key: 'directory:e1',
  event_ids: ['directory:e1', 'directory:e 2'],
  summary: '',
  service: 'RoleManagement',
  operation: 'Add member to role',
  actor: 'Ann',
  actor_upn: 'ann@example.com',
  targets: ['Bob'],
  entity_keys: [],
  status: 'open',
  assignee: null,
  occurrences: 2,
  first_seen: at,
  last_seen: '2026-03-01T11:00:00.000Z',
  late_by_seconds: 0,
  matched: [],
  window: null,
  comments: [],
  history: [],
  close_reason: null,
  acknowledged_at: null,
  closed_at: null,
  notified_at: null,
  incident_id: null,
  version: 1,
});

describe('the address of the queue', () => {
  it('keeps what it understands and drops the rest', () => {
    expect(
      parseAlertsSearch({ status: 'open', severity: ['high', 'worst'], assignee: ' me ', sort: 'severity', alert: 'a1', utm: 'x' }),
    ).toEqual({ severity: ['high'], assignee: 'me', sort: 'severity', alert: 'a1' });
    expect(parseAlertsSearch({ status: 'all', severity: 'low' })).toEqual({ status: 'all', severity: ['low'] });
  });
  it('is the same when it is read again, whatever it holds', () =>
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('status', 'severity', 'actor', 'sort', 'alert'), fc.string()), (input) => {
        const once = parseAlertsSearch(input);
        expect(parseAlertsSearch({ ...once })).toEqual(once);
      }),
    ));
  it('asks for open alerts, most severe first, and for others newest first, unless it says otherwise', () => {
    expect(toAlertQuery({})).toMatchObject({ status: 'open', sort: 'severity' });
    expect(toAlertQuery({ sort: 'newest' })).toMatchObject({ status: 'open', sort: 'newest' });
    expect(toAlertQuery({ status: 'resolved' })).toMatchObject({ status: 'resolved', sort: 'newest' });
    expect(toAlertQuery({ status: 'all', sort: 'severity' })).toMatchObject({ status: undefined, sort: 'severity' });
    expect([isNarrowed({ status: 'all', sort: 'severity' }), isNarrowed({ actor: 'ann' })]).toEqual([false, true]);
  });
});

describe('a change that is shown before it is confirmed', () => {
  it('takes the alert out of the tab it leaves', () => {
    expect(stillBelongs(withChange(alert, { status: 'resolved' }), {})).toBe(false);
    expect(stillBelongs(withChange(alert, { status: 'resolved' }), { status: 'all' })).toBe(true);
    expect(stillBelongs(withChange(alert, { assignee: 'me' }), { assignee: 'none' })).toBe(false);
    expect(stillBelongs(withChange(alert, { assignee: null }), { assignee: 'me' })).toBe(false);
  });
  it('keeps version and all else, so that it can be taken back', () => {
    expect(withChange(alert, { status: 'false_positive', reason: 'planned' })).toEqual({
      ...alert,
      status: 'false_positive',
      close_reason: 'planned',
    });
  });
});

describe('selection', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  it('goes to and fro with one, and takes a range from the last', () => {
    const one = toggled(new Set(), ids, 'b', null);
    expect([...one]).toEqual(['b']);
    expect([...toggled(one, ids, 'd', 'b')].toSorted()).toEqual(['b', 'c', 'd']);
    expect([...toggled(one, ids, 'a', 'b')].toSorted()).toEqual(['a', 'b']);
    expect([...toggled(one, ids, 'b', null)]).toEqual([]);
    expect([...toggled(one, ids, 'd', 'gone')].toSorted()).toEqual(['b', 'd']);
  });
});

it('links to its events by id, or says that there are too many', () => {
  expect(eventsOf(alert)).toEqual({ q: 'id:("directory:e1" OR "directory:e 2")' });
  expect(eventsOf({ ...alert, event_ids: [] })).toEqual({ q: 'id:"directory:e1"' });
  expect(eventsOf({ ...alert, event_ids: Array.from({ length: 500 }, (_, index) => `k${index}`) })).toBeNull();
  expect(eventsAround(alert)).toEqual({
    q: 'actor:=ann@example.com',
    start: '2026-03-01T09:00:00.000Z',
    end: '2026-03-01T12:00:00.000Z',
  });
});

describe('an exception from an alert', () => {
  const event = { actor: { type: 'user' as const, id: 'u1', display: 'Ann', upn: null, ip: '203.0.113.7' }, targets: [] };
  it('offers the actor first, by the surest name there is', () => {
    expect(offeredConditions(alert, event).map(({ key, chosen }) => [key, chosen])).toEqual([
      ['actor', true],
      ['ip', false],
      ['operation', false],
    ]);
    expect(offeredConditions({ ...alert, actor_upn: null }, event)[0]?.condition).toEqual({ field: 'actor.id', op: 'eq', value: 'u1' });
    expect(offeredConditions({ ...alert, actor_upn: null }, undefined)[0]?.condition).toEqual({
      field: 'actor.display',
      op: 'eq',
      value: 'Ann',
    });
  });
  it('ends when it was told to', () => {
    expect(expiryAt(24, new Date(at))).toBe('2026-03-02T10:00:00.000Z');
    expect(expiryAt(null, new Date(at))).toBeNull();
  });
});

describe('changes that a condition looked at', () => {
  const change = { property: 'AccountEnabled', old: [true], new: [false] };
  const matched = (field: string, ...found: unknown[]) => [{ field, op: 'eq', expected: null, found }];
  it.each([
    ['by name', matched('changes.AccountEnabled.new', false), true],
    ['by the name that was found', matched('changed', 'AccountEnabled'), true],
    ['by the value that was found', matched('changes.*.new', 'false'), true],
    ['not another', matched('changes.Other.new', 'x'), false],
    ['not what is no change', matched('operation', 'false'), false],
  ])('%s', (_, conditions, marked) => expect(isMatchedChange(conditions, change)).toBe(marked));
});

it.each([
  [{ change: 'status', from: 'open', to: 'false_positive' }, 'Ann changed it from open to false positive'],
  [{ change: 'assigned', from: null, to: 'Ann' }, 'Ann took it on'],
  [{ change: 'assigned', from: 'Bob', to: null }, 'Ann took it from Bob'],
  [{ change: 'assigned', from: null, to: 'Bob' }, 'Ann gave it to Bob'],
] as const)('history entry %# is a sentence', (entry, words) =>
  expect(historyWords({ at, by: 'Ann', reason: null, ...entry })).toBe(words),
);

it('names the actor once', () => {
  expect(whatHappened({ ...alert, summary: 'Ann added Bob' })).toBe('Ann added Bob');
  expect(whatHappened({ ...alert, message: 'A role was given' })).toBe('Ann: A role was given');
});

it('is late when it was raised long after its events', () => {
  expect([isLate(alert), isLate({ ...alert, timestamp: '2026-03-01T12:00:00.000Z' })]).toEqual([false, true]);
});
