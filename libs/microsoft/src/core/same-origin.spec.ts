import fc from 'fast-check';
import { createLinkTrail } from './link-trail';
import { isSameOrigin } from './same-origin';

const base = 'https://graph.microsoft.com';

describe('isSameOrigin', () => {
  it.each([
    ['https://graph.microsoft.com/v1.0/x?$skiptoken=a', true],
    ['https://GRAPH.microsoft.com:443/v1.0/x', true],
    ['http://graph.microsoft.com/v1.0/x', false],
    ['https://graph.microsoft.com.evil.example/v1.0/x', false],
    ['https://graph.microsoft.com@evil.example/v1.0/x', false],
    ['https://user:pw@graph.microsoft.com/v1.0/x', false],
    ['https://evil.example/https://graph.microsoft.com/', false],
    ['https://evil.example\\@graph.microsoft.com/', false],
    ['https://graph.microsoft.com:8443/x', false],
    ['//graph.microsoft.com/x', false],
    ['/v1.0/x', false],
    ['javascript:alert(1)', false],
    ['', false],
  ])('%s: %s', (link, expected) => expect(isSameOrigin(link, base)).toBe(expected));

  it('accepts a link only when the request would go to the host', () => {
    fc.assert(fc.property(fc.webUrl(), (link) => isSameOrigin(link, base) === (new URL(link).origin === base)));
  });
});

describe('createLinkTrail', () => {
  const first = `${base}/first`;
  it('lets an empty page name itself a few times, and a full one never', () => {
    const trail = createLinkTrail('graph', base, first);
    for (let i = 0; i < 5; i++) expect(trail.next(first, 0)).toBe(first);
    expect(() => trail.next(first, 0)).toThrow('already read');
    expect(() => createLinkTrail('graph', base, first).next(first, 1)).toThrow('already read');
  });
  it('ends where there is no link', () => {
    const trail = createLinkTrail('graph', base, first);
    expect([trail.next(undefined, 1), trail.next('', 1), trail.next(`${base}/2`, 1)]).toEqual([undefined, undefined, `${base}/2`]);
  });
});
