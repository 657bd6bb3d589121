import { DomainError, type NotificationChannel } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import type { Notifications } from '../notifications';
import { destinationOf } from './destination';
import type { TenantChoices } from '../tenant-choices';

export const TENANT_CHANNEL = 'tenant';

/** The e-mail channel of the recipients in a tenant's notification defaults. It is not stored; there is none without a mail server. */
export function tenantWire(
  ctx: TenantContext,
  n: Pick<Notifications, 'sendMail'>,
  { defaults }: TenantChoices,
): NotificationChannel | null {
  if (n.sendMail === null || !defaults || defaults.recipients.length === 0) return null;
  return {
    id: TENANT_CHANNEL,
    tenant_id: ctx.tenantId,
    name: 'E-mail of the tenant',
    kind: 'email',
    enabled: true,
    destination: destinationOf('email', null, defaults.recipients),
    has_secret: false,
    recipients: defaults.recipients,
    routing: { severities: [], tags: [], rule_ids: [] },
    quiet_hours: null,
    digest_minutes: 0,
    uses_defaults: true,
    from_environment: false,
    from_tenant: true,
    version: 1,
    created_at: new Date(0).toISOString(),
    updated_at: new Date(0).toISOString(),
    updated_by: 'tenant',
  };
}

/** @throws DomainError conflict for the channel of the tenant's settings */
export function assertOwnChannel(id: string): void {
  if (id === TENANT_CHANNEL)
    throw new DomainError(
      'conflict',
      "This channel is made of the recipients in the tenant's notification defaults. Change them in the settings of the tenant.",
    );
}
