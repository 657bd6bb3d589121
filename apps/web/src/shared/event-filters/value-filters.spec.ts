import { clearValue, excludeValue, includeValue, stateOf, toggleValue } from './value-filters';

const teams = { field: 'service', value: 'Teams' } as const;
const ann = { field: 'actor', value: 'Ann Smith' } as const;

describe('values as filters', () => {
  it('services and tags use their 1.x parameters, the rest the query', () => {
    expect(includeValue({}, teams)).toEqual({ services: ['Teams'] });
    expect(includeValue({ services: ['Exchange'] }, teams)).toEqual({ services: ['Exchange', 'Teams'] });
    expect(includeValue({}, ann)).toEqual({ q: 'actor:="Ann Smith"' });
    expect(excludeValue({}, teams)).toEqual({ q: '-service:Teams' });
    expect(excludeValue({}, { field: 'tag', value: 'noise' })).toEqual({ exclude_tags: ['noise'] });
  });
  it('a second click takes back the first', () => {
    for (const item of [teams, ann, { field: 'result', value: 'failure' } as const])
      expect(toggleValue(toggleValue({ search: 'x' }, item), item)).toEqual({ search: 'x' });
    expect(toggleValue({ result: 'failure' }, { field: 'result', value: 'failure' })).toEqual({});
  });
  it('excluding replaces including, and the other way round', () => {
    const excluded = excludeValue(includeValue({}, teams), teams);
    expect(excluded).toEqual({ q: '-service:Teams' });
    expect(stateOf(excluded, teams)).toBe('excluded');
    expect(includeValue(excluded, teams)).toEqual({ services: ['Teams'] });
    expect(stateOf(clearValue(excluded, teams), teams)).toBeNull();
  });
});
