import { addressed, bareId, tenantOfId, withTenants } from './owned-ids';

const A = 'aaaaaaaa-0000-4000-8000-00000000000a';
const B = 'bbbbbbbb-0000-4000-8000-00000000000b';

it('gives ids their tenants, and takes them off again', () => {
  const page = {
    items: [
      { tenant_id: A, id: 'record', dedupe_key: 'k', entity_keys: [], targets: [{ id: 'object' }] },
      { tenant_id: B, id: 'alert', rule_id: 'r', event_dedupe_key: 'k', incident_id: null },
    ],
    next_cursor: 'c',
  };
  const shown = withTenants(page);
  expect(shown).toEqual({
    items: [
      { tenant_id: A, id: 'record', dedupe_key: `${A}~k`, entity_keys: [], targets: [{ id: 'object' }] },
      { tenant_id: B, id: `${B}~alert`, rule_id: `${B}~r`, event_dedupe_key: `${B}~k`, incident_id: null },
    ],
    next_cursor: 'c',
  });
  expect(addressed({ params: { id: `${A}~k~x` }, query: { a: ['b'] }, body: { text: `${B}~text` } })).toEqual({
    input: { params: { id: 'k~x' }, query: { a: ['b'] }, body: { text: `${B}~text` } },
    tenant: A,
  });
  expect(addressed({ body: { ids: [`${B}~1`, `${B}~2`], status: 'open' } })).toEqual({
    input: { body: { ids: ['1', '2'], status: 'open' } },
    tenant: B,
  });
  expect([bareId(`${A}~k`), bareId('k~k'), tenantOfId(`${A}~k`), tenantOfId('k')]).toEqual(['k', 'k~k', A, null]);
});

it('names no tenant for what has none, and never two', () => {
  expect(addressed({ params: { id: 'k' } })).toEqual({ input: { params: { id: 'k' } }, tenant: null });
  expect(() => addressed({ body: { ids: [`${A}~1`, `${B}~2`] } })).toThrow('several tenants');
});
