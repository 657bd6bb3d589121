import { tenantIdSchema, type TenantAnswer } from '@aoc/contracts';
import { draftOfTenant, newTenant, toChange, toNewTenant } from './tenant-draft';

const tenant: TenantAnswer = {
  tenant_id: tenantIdSchema.parse('aaaaaaaa-0000-4000-8000-00000000000a'),
  name: 'Contoso',
  enabled: true,
  origin: 'registered',
  client_id: '7e1f0a52-3c0e-4e0d-9f6e-5d1f3f0a9b21',
  has_secret: true,
  sources: ['signin'],
  interval_minutes: 5,
  retention_days: 0,
  working_time: { time_zone: 'Europe/Berlin' },
  privacy: null,
  notification_defaults: { min_severity: 'high', quiet_hours: null, recipients: [] },
  branding: null,
  created_at: '2026-11-25T00:00:00.000Z',
};

it('keeps the settings of a tenant and sends no credentials that were not typed', () => {
  expect(toChange(draftOfTenant(tenant), tenant)).toEqual({
    name: 'Contoso',
    sources: ['signin'],
    interval_minutes: 5,
    retention_days: 0,
    working_time: { time_zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], start: '09:00', end: '17:00' },
    privacy: null,
    notification_defaults: { min_severity: 'high', quiet_hours: null, recipients: [] },
    branding: null,
  });
});

it('takes what is empty for the settings of the installation', () => {
  const draft = { ...newTenant(), tenantId: ' AAAAAAAA-0000-4000-8000-00000000000A ', name: 'N', clientId: ' c ', secret: 's' };
  expect(toNewTenant(draft)).toEqual({
    tenant_id: tenant.tenant_id,
    name: 'N',
    credentials: { client_id: 'c', client_secret: 's' },
    sources: null,
    interval_minutes: null,
    retention_days: null,
    working_time: null,
  });
});

it('does not send the name of the tenant of the environment, which is set there', () => {
  expect(toChange(draftOfTenant(tenant), { origin: 'environment' })).not.toHaveProperty('name');
});
