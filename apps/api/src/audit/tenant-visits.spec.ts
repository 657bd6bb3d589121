import { allRoutes, tenantIdSchema } from '@aoc/contracts';
import { HIDES_NOTHING, requestContext } from '@aoc/server/context';
import { TenantVisits } from './tenant-visits';

const OWN = tenantIdSchema.parse('aaaaaaaa-0000-4000-8000-00000000000a');
const OTHER = tenantIdSchema.parse('bbbbbbbb-0000-4000-8000-00000000000b');
const START = Date.parse('2026-03-02T09:00:00Z');

function contextOf(tenantId: typeof OWN, { minutes = 0, who = 'maya', others = [] as (typeof OWN)[] } = {}) {
  const tenants = [tenantId, ...others] as const;
  const ctx = requestContext({
    tenantId,
    actor: { id: who, display: who, kind: 'user' },
    role: 'msp_admin',
    privacy: Object.fromEntries(tenants.map((id) => [id, HIDES_NOTHING])),
    requestId: 'one',
    clock: { now: () => new Date(START + minutes * 60_000) },
  });
  return { ...ctx, tenants };
}

describe('a visit to a tenant that is not the own', () => {
  it('begins once an hour for each person and tenant', () => {
    const visits = new TenantVisits();
    const begin = (...[tenant, more]: Parameters<typeof contextOf>) =>
      visits.begin(contextOf(tenant, more), { home: null }, OWN, allRoutes.listEvents);
    expect(begin(OWN)).toBeNull();
    expect(begin(OTHER)).toEqual({ action: 'switchTenant', target: OTHER, outcome: 'ok', detail: { operation: 'listEvents' } });
    expect(begin(OTHER, { minutes: 59 })).toBeNull();
    expect(begin(OTHER, { minutes: 59, who: 'ada' })).not.toBeNull();
    expect(begin(OTHER, { minutes: 60 })).not.toBeNull();
    expect(begin(OTHER, { minutes: 61 })).toBeNull();
  });

  it('to all tenants is one', () => {
    const visits = new TenantVisits();
    const all = contextOf(OWN, { others: [OTHER] });
    expect(visits.begin(all, { home: null }, OWN, allRoutes.listAlerts)).toMatchObject({ target: '*', detail: { tenants_count: 2 } });
    expect(visits.begin(all, { home: null }, OWN, allRoutes.listEvents)).toBeNull();
  });

  it('is none for who is at home there, and for what belongs to no tenant', () => {
    const visits = new TenantVisits();
    expect(visits.begin(contextOf(OTHER), { home: OTHER }, OWN, allRoutes.listEvents)).toBeNull();
    expect(visits.begin(contextOf(OTHER), { home: null }, OWN, allRoutes.listProviderRules)).toBeNull();
  });
});
