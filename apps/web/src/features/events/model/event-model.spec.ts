import { changesOf, fullValue, shortValue, tellingChanges } from '../../../shared/changes';
import { listEntries } from './list-entries';
import { newEvents } from './new-events';
import { outcomeOf } from '../../../shared/outcome';
import { eventFixture, pageFixture } from './testing/event-fixtures';
import { knownTotal, totalLabel } from './total-label';

const event = eventFixture;
const page = (keys: string[], total = keys.length, exact = true) =>
  pageFixture(
    keys.map((key) => event(key)),
    total,
    exact,
  );

describe('outcomeOf', () => {
  it.each([
    ['success', 'good'],
    ['Succeeded', 'good'],
    ['OK', 'good'],
    ['passed', 'good'],
    ['True', 'good'],
    ['failure', 'bad'],
    ['timeout', 'bad'],
    ['False', 'bad'],
    ['partial', 'neutral'],
    ['unknownFutureValue', 'neutral'],
    [null, 'neutral'],
  ])('%s is %s', (result, outcome) => expect(outcomeOf(result)).toBe(outcome));
});

describe('changes', () => {
  const target = (modified: [string, unknown, unknown][]) => ({
    targets: [
      {
        type: null,
        id: null,
        display: null,
        upn: null,
        modified: modified.map(([property, old, after]) => ({ property, old, new: after })),
      },
    ],
  });
  it('puts what tells something before identifiers and bookkeeping', () => {
    const changed = target([
      ['Included Updated Properties', null, 'AccountEnabled'],
      ['ObjectID', null, '9f1c3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c11'],
      ['AccountEnabled', [true], [false]],
    ]);
    expect(changesOf(changed).map((change) => change.property)).toEqual(['AccountEnabled', 'ObjectID', 'Included Updated Properties']);
    expect(tellingChanges(changed)).toHaveLength(2);
  });
  it('shows bookkeeping when there is nothing else', () => {
    expect(tellingChanges(target([['Included Updated Properties', null, 'x']]))).toHaveLength(1);
  });
  it.each([
    [null, 'none'],
    [[''], 'none'],
    ['  ', 'none'],
    [false, 'false'],
    [[{ DisplayName: 'Sales', id: 1 }], 'Sales'],
    [{ a: 1 }, '{"a":1}'],
    ['x'.repeat(60), `${'x'.repeat(47)}…`],
  ])('%j in short is %s', (value, text) => expect(shortValue(value)).toBe(text));
  it('keeps the full value for the table', () => {
    expect(fullValue({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(fullValue([])).toBeNull();
  });
});

describe('newEvents', () => {
  it.each([
    ['nothing new', [page(['a', 'b'])], page(['a', 'b']), { count: 0, more: false }],
    ['two on top', [page(['a', 'b'])], page(['d', 'c', 'a', 'b'], 4), { count: 2, more: false }],
    ['late arrivals below the first page', [page(['a', 'b'], 50)], page(['a', 'b'], 53), { count: 3, more: false }],
    ['known from a later page', [page(['a'], 2), page(['b'], -1)], page(['a', 'b'], 2), { count: 0, more: false }],
    ['a whole page of news, totals not exact', [page(['a'], 10_000, false)], page(['x', 'y'], 10_000, false), { count: 2, more: true }],
  ])('%s', (_, loaded, fresh, expected) => expect(newEvents(loaded, fresh)).toEqual(expected));
});

describe('listEntries', () => {
  it('puts a heading before each day and shows an event once', () => {
    const [late, early] = [event('a', '2026-03-02T00:10:00.000Z'), event('b', '2026-03-01T23:50:00.000Z')];
    const entries = listEntries([late, early, late], 'utc');
    expect(entries.map((entry) => entry.key)).toEqual(['day 2026-03-02', 'a', 'day 2026-03-01', 'b']);
  });
});

describe('totalLabel', () => {
  it.each([
    [1, true, '1 event'],
    [0, true, '0 events'],
    [9_999, true, '9,999 events'],
    [10_000, false, '10,000+ events'],
  ])('%d, exact %s: %s', (total, exact, label) => expect(totalLabel(total, exact)).toBe(label));
});

describe('knownTotal', () => {
  const of = (total: number, exact: boolean) => ({ total, total_is_exact: exact });
  it.each([
    ['an exact one stays', of(24, true), of(25, true), of(24, true)],
    ['a bound gives way to what was counted meanwhile', of(24, false), of(731, true), of(731, true)],
    ['a bound gives way to a higher one', of(24, false), of(10_000, false), of(10_000, false)],
    ['a bound stays when no more is known', of(10_000, false), of(24, false), of(10_000, false)],
    ['nothing else is known', of(24, false), undefined, of(24, false)],
    ['nothing is loaded', undefined, of(24, true), undefined],
  ])('%s', (_case, loaded, later, expected) => expect(knownTotal(loaded, later)).toEqual(expected));
});
