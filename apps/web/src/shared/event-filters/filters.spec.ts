import { eventListQuerySchema } from '@aoc/contracts';
import { parseQuery } from '@aoc/query';
import fc from 'fast-check';
import { parseSearch, stringifySearch } from '../api/search-codec';
import { hasFilters, parseEventsSearch, parseFilters, toQuery, withoutMovingTime } from './filters';

const now = new Date('2026-03-02T12:00:00.000Z');

describe('parseFilters', () => {
  it.each([
    ['one value where a list may stand', { services: 'Exchange' }, { services: ['Exchange'] }],
    ['repeats and blanks', { services: ['Teams', ' Teams ', '', 'Exchange'] }, { services: ['Teams', 'Exchange'] }],
    ['a local date', { start: '2026-03-01T00:00:00Z' }, { start: '2026-03-01T00:00:00.000Z' }],
    ['a relative range, which rules out a fixed one', { last: '24h', start: '2026-03-01' }, { last: '24h' }],
    ['nonsense', { last: '9y', start: 'yesterday', actor: '   ', nope: 'x' }, {}],
  ])('reads %s', (_, input, expected) => {
    expect(parseFilters(input)).toEqual(expected);
  });
  it('never throws, and what it gives survives the address', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('services', 'actor', 'start', 'last', 'search', 'event', 'include_tags', 'q'), fc.anything()),
        (input) => {
          fc.pre(Object.values(input).every((value) => typeof value !== 'symbol' && !(typeof value === 'object' && value !== null)));
          const parsed = parseEventsSearch(input);
          expect(parseEventsSearch(parseSearch(stringifySearch({ ...parsed })))).toEqual(parsed);
        },
      ),
    );
  });
  it('keeps the open event apart from the filters', () => {
    const search = parseEventsSearch({ event: 'signin:1' });
    expect(search.event).toBe('signin:1');
    expect(hasFilters(search)).toBe(false);
  });
});

describe('toQuery', () => {
  it('turns a relative range into a start', () => {
    expect(toQuery({ last: '24h', actor: 'ann' }, now)).toEqual({ actor: 'ann', start: '2026-03-01T12:00:00.000Z' });
  });
  it('gives what the API accepts', () => {
    const filters = parseFilters({ services: ['Teams'], last: '7d', include_tags: 'vip', result: 'failure', search: 'x' });
    expect(eventListQuerySchema.safeParse(toQuery(filters, now)).success).toBe(true);
  });
});

describe('withoutMovingTime', () => {
  it('keeps a relative range relative', () => {
    expect(withoutMovingTime({ last: '7d', q: 'service:Teams' })).toEqual({ q: 'service:Teams after:-7d' });
    expect(withoutMovingTime({ start: '2026-03-01T00:00:00.000Z' })).toEqual({ start: '2026-03-01T00:00:00.000Z' });
    for (const last of ['15m', '1h', '90d'] as const) expect(parseQuery(withoutMovingTime({ last }).q ?? '(').ok).toBe(true);
  });
});
