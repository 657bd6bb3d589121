import fc from 'fast-check';
import { parseSearch } from './search-codec';
import { tenantAddress, tenantIn } from './tenant';

const TENANT = 'aaaaaaaa-0000-4000-8000-00000000000a';

it('reads the tenant of an address, and takes nonsense for none', () => {
  expect(tenantIn(`?services=a&tenant=${TENANT}`)).toBe(TENANT);
  expect(tenantIn('?tenant=*')).toBe('*');
  for (const search of ['', '?tenant=', '?tenant=**', '?tenant=default', `?tenant=${TENANT.toUpperCase()}`, `?tenant=${TENANT}%0d%0aX: y`])
    expect(tenantIn(search)).toBeNull();
});

it('never takes what is not a tenant id', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const found = tenantIn(`?${new URLSearchParams({ tenant: text }).toString()}`);
      expect(found === null || found === '*' || /^[0-9a-f-]{36}$/.test(found)).toBe(true);
    }),
  );
});

it('is not a filter of a screen', () => {
  expect(tenantIn(new URL(tenantAddress('/alerts', TENANT), 'http://aoc.test').search)).toBe(TENANT);
  expect(parseSearch(`?status=open&tenant=${TENANT}`)).toEqual({ status: 'open' });
});
