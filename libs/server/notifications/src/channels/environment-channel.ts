import { DomainError, type NotificationChannel, type TenantId } from '@aoc/contracts';
import { destinationOf } from './destination';

export const ENVIRONMENT_CHANNEL = 'environment';

/** The channel of ALERT_WEBHOOK_URL and ALERT_WEBHOOK_FORMAT, as in 1.x. It belongs to the tenant of the environment and is not stored. */
export interface EnvironmentChannel {
  tenantId: TenantId;
  url: string;
  kind: 'webhook' | 'slack' | 'teams';
}

export const environmentWire = ({ tenantId, url, kind }: EnvironmentChannel): NotificationChannel => ({
  id: ENVIRONMENT_CHANNEL,
  tenant_id: tenantId,
  name: 'ALERT_WEBHOOK_URL',
  kind,
  enabled: true,
  destination: destinationOf(kind, url, []),
  has_secret: false,
  recipients: [],
  routing: { severities: [], tags: [], rule_ids: [] },
  quiet_hours: null,
  digest_minutes: 0,
  uses_defaults: true,
  from_environment: true,
  from_tenant: false,
  version: 1,
  // Nobody knows since when the variable has been set.
  created_at: new Date(0).toISOString(),
  updated_at: new Date(0).toISOString(),
  updated_by: 'environment',
});

/** @throws DomainError conflict for the channel of the environment */
export function assertStored(id: string): void {
  if (id === ENVIRONMENT_CHANNEL)
    throw new DomainError(
      'conflict',
      'This channel comes from ALERT_WEBHOOK_URL and ALERT_WEBHOOK_FORMAT. Change or remove them in the environment of the API and the worker, and start them again.',
    );
}
