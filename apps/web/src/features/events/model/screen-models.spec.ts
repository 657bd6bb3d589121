import type { CoverageVerdict, Facets } from '@aoc/contracts';
import { coverageSummary } from '../../../shared/coverage-words';
import { describeFilters } from '../../../shared/event-filters/describe-filters';
import { countedNote, facetRows } from './facet-groups';
import { chipsOf } from '../../../shared/event-filters/chips-of';
import { relationsOf } from './related';
import { columnTracks, DEFAULT_COLUMNS, parseColumns } from './table-columns';
import { eventFixture } from './testing/event-fixtures';

describe('chips', () => {
  const filters = { services: ['Teams', 'Exchange'], result: 'fail', exclude_tags: ['noise'], q: '-actor:ann word', last: '7d' as const };
  const chips = chipsOf(filters);
  it('name every condition but time', () => {
    expect(chips.map(({ field, value, negated }) => [field, value, negated])).toEqual([
      ['service', 'Teams or Exchange', false],
      ['result', 'fail', false],
      ['tag', 'noise', true],
      ['actor', 'ann', true],
      [null, 'word', false],
    ]);
  });
  it('drop one condition and keep the rest', () => {
    expect(chips.map(({ removed }) => removed)).toEqual([
      { result: 'fail', exclude_tags: ['noise'], q: '-actor:ann word', last: '7d' },
      { services: ['Teams', 'Exchange'], exclude_tags: ['noise'], q: '-actor:ann word', last: '7d' },
      { services: ['Teams', 'Exchange'], result: 'fail', q: '-actor:ann word', last: '7d' },
      { services: ['Teams', 'Exchange'], result: 'fail', exclude_tags: ['noise'], q: 'word', last: '7d' },
      { services: ['Teams', 'Exchange'], result: 'fail', exclude_tags: ['noise'], q: '-actor:ann', last: '7d' },
    ]);
  });
  it('turn a condition round where that can be said', () => {
    expect(chipsOf({ services: ['Teams'] })[0]?.inverted).toEqual({ q: '-service:Teams' });
    expect(chipsOf({ include_tags: ['vip'] })[0]?.inverted).toEqual({ exclude_tags: ['vip'] });
    expect(chipsOf({ q: 'a:1 NOT b' })[1]?.inverted).toEqual({ q: 'a:1 b' });
    expect(chipsOf({ search: 'x' })[0]?.inverted).toBeNull();
  });
});

describe('facets', () => {
  const facets: Facets = {
    facets: [
      {
        field: 'service',
        values: [
          { value: 'Teams', count: 8 },
          { value: 'Exchange', count: 2 },
        ],
        other: 1,
      },
    ],
    counted: 500,
    completeness: 'sampled',
  };
  it('have a share of the most frequent value and what the filters say of them', () => {
    const rows = facetRows('service', facets, { services: ['Teams'], q: '-service:Exchange' });
    expect(rows.map(({ count, share, state }) => [count, share, state])).toEqual([
      [8, 1, 'included'],
      [2, 0.25, 'excluded'],
    ]);
  });
  it('keep a chosen value that no longer occurs', () => {
    expect(facetRows('service', facets, { services: ['Intune'] }).at(-1)).toMatchObject({
      item: { value: 'Intune' },
      count: null,
      state: 'included',
    });
    expect(facetRows('operation', facets, {})).toEqual([]);
  });
  it('say what the counts speak for', () => {
    expect(countedNote(facets, String)).toBe('of the newest 500');
    expect(countedNote({ ...facets, completeness: 'exact' }, String)).toBeNull();
  });
});

describe('coverage in words', () => {
  const format = (instant: string) => instant.slice(11, 16);
  const gap = (source: 'unified' | 'signin', state: 'late' | 'missing', from: string, to: string) => ({
    source,
    state,
    start: `2026-03-01T${from}:00.000Z`,
    end: `2026-03-01T${to}:00.000Z`,
  });
  it.each<[string, CoverageVerdict, string]>([
    ['complete', { state: 'complete', gaps: [] }, 'Complete'],
    ['unknown', { state: 'unknown', gaps: [] }, 'Coverage unknown'],
    [
      'several gaps of one source',
      { state: 'partial', gaps: [gap('unified', 'late', '12:00', '13:00'), gap('unified', 'late', '10:00', '11:00')] },
      'Late: unified since 10:00',
    ],
    [
      'late and missing',
      { state: 'partial', gaps: [gap('unified', 'late', '12:00', '13:00'), gap('signin', 'missing', '01:00', '02:00')] },
      'Late: unified since 12:00. Missing: sign-ins 01:00 – 02:00',
    ],
  ])('%s', (_, verdict, words) => expect(coverageSummary(verdict, format)).toBe(words));
});

describe('table columns', () => {
  it.each([
    [null, DEFAULT_COLUMNS],
    ['', DEFAULT_COLUMNS],
    ['nonsense', DEFAULT_COLUMNS],
    ['ip,time', ['time', 'operation', 'ip']],
  ])('remembered as %j', (text, columns) => expect(parseColumns(text)).toEqual(columns));
  it('have a track each', () =>
    expect(columnTracks(['time', 'operation'])).toEqual({ template: '124px minmax(150px, 2fr)', minWidth: 318 }));
});

describe('filters in words', () => {
  it.each([
    [{}, 'All events'],
    [{ services: ['Teams', 'Exchange'], last: '1h' as const }, 'last hour: (service:Teams OR service:Exchange)'],
    [{ actor: 'Ann Smith', exclude_tags: ['vip'], q: 'a OR b' }, 'actor:"Ann Smith" -tag:vip a OR b'],
  ])('%j', (filters, words) => expect(describeFilters(filters)).toBe(words));
});

describe('related events', () => {
  it('are those of the actor and of the target, a day to either side', () => {
    const event = {
      ...eventFixture('a'),
      actor_upn: 'ann@x.example',
      targets: [{ type: null, id: '1', display: 'Bob', upn: null, modified: [] }],
    };
    const around = { start: '2026-02-28T10:00:00.000Z', end: '2026-03-02T10:00:00.000Z' };
    expect(relationsOf(event)).toEqual([
      { title: 'By Ann', filters: { ...around, q: 'actor:=ann@x.example' } },
      { title: 'To Bob', filters: { ...around, q: 'target:=Bob' } },
    ]);
    expect(relationsOf({ ...event, actor_display: null, actor_upn: null, targets: [] })).toEqual([]);
  });
});
