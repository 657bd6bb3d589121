import { findTenants, tenantIdLine } from './find-tenants';

const tenants = Array.from({ length: 2000 }, (_, index) => ({
  tenant_id: `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`,
  name: `Customer ${String(index).padStart(4, '0')} ${index % 2 === 0 ? 'Ltd' : 'GmbH'}`,
}));
const id = (index: number) => tenants[index]?.tenant_id ?? '';
const namesOf = (text: string, recent: string[] = []) => findTenants(tenants, text, recent).shown.map(({ name }) => name);

it('shows the first by name, and says how many there are beyond', () => {
  const { shown, more } = findTenants(tenants.toReversed(), '', []);
  expect(shown).toHaveLength(50);
  expect(shown[0]?.name).toBe('Customer 0000 Ltd');
  expect(more).toBe(1950);
});

it('finds by all words of a name, in any case, and by id', () => {
  expect(namesOf('gmbh 0777')).toEqual(['Customer 0777 GmbH']);
  expect(namesOf('00000042-')).toEqual(['Customer 0042 Ltd']);
  expect(findTenants(tenants, 'nobody', [])).toEqual({ shown: [], more: 0 });
});

it('puts the recent ones first while nothing is typed, the last one before the others', () => {
  expect(namesOf('', [id(1999), id(3), 'gone']).slice(0, 3)).toEqual(['Customer 1999 GmbH', 'Customer 0003 GmbH', 'Customer 0000 Ltd']);
  expect(namesOf('customer', [id(1999)])[0]).toBe('Customer 0000 Ltd');
});

it('never shows an id twice', () => {
  expect(tenantIdLine({ tenant_id: 'a', name: 'Contoso' })).toBe('a');
  expect(tenantIdLine({ tenant_id: 'a', name: 'a' })).toBe('Without a name: set TENANT_NAME');
});
