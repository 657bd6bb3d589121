import fc from 'fast-check';
import { parseSearch } from './search-codec';
import { fillPath, queryString } from './request-url';

describe('fillPath', () => {
  it('encodes every value, so that an id cannot leave its place in the path', () => {
    expect(fillPath('/api/events/{id}/tags', { id: 'signin:a/b?c#d e' })).toBe('/api/events/signin%3Aa%2Fb%3Fc%23d%20e/tags');
  });
  it('refuses a missing parameter', () => {
    expect(() => fillPath('/api/events/{id}', {})).toThrow('path parameter id is missing');
  });
});

describe('queryString', () => {
  it('repeats lists and leaves out what is not set', () => {
    expect(queryString({ services: ['Exchange', 'A&B'], actor: undefined, cursor: null, search: '', page_size: 24 })).toBe(
      '?services=Exchange&services=A%26B&page_size=24',
    );
    expect(queryString({})).toBe('');
  });
  it('is read back as it was written', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('actor', 'search', 'event'), text),
        fc.array(text, { minLength: 2 }),
        (single, services) => {
          expect(parseSearch(queryString({ ...single, services }))).toEqual({ ...single, services });
        },
      ),
    );
  });
});
