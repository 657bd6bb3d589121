import {
  DomainError,
  noSuch,
  type NewTenant,
  type NotificationDefaults,
  type TenantAnswer,
  type TenantChange,
  type TenantId,
} from '@aoc/contracts';
import { workingHoursProblem } from '@aoc/detection';
import type { TenantContext } from '@aoc/server/context';
import type { SecretBox } from '@aoc/server/secrets';
import { checkLogo } from './check-logo';
import { sealCredentials } from './tenant-credentials';
import { hidesAsMuch, type PrivacySettings, type TenantPrivacy } from './tenant-privacy';
import type { Tenant, TenantCertificate, TenantRepository, TenantSettings } from './tenant.repository';

/** What managing tenants works with. */
export interface TenantRegistry {
  tenants: TenantRepository;
  secrets: SecretBox;
  privacy: TenantPrivacy;
  /** The tenant of the environment, whose credentials come from there. */
  configured: { id: TenantId; clientId: string; hasSecret: boolean; certificate: Omit<TenantCertificate, 'privateKey'> | null };
  /** False without a licence: then this installation has its own tenant only. */
  isMultiTenant(): boolean;
  /** @throws DomainError payment_required that says why without a licence */
  requireMultiTenant(): void;
  /** Refuses one tenant more than the licence allows. @throws DomainError payment_required */
  allowTenants(count: number): void;
}

/** The certificate of a tenant, wherever its credentials come from. */
export const certificateOf = ({ configured }: Pick<TenantRegistry, 'configured'>, { id, certificate }: Tenant) =>
  id === configured.id ? configured.certificate : certificate;

export function toTenantAnswer(registry: Pick<TenantRegistry, 'configured'>, tenant: Tenant): TenantAnswer {
  const own = tenant.id === registry.configured.id;
  const certificate = certificateOf(registry, tenant);
  return {
    tenant_id: tenant.id,
    name: tenant.name,
    enabled: tenant.enabled,
    origin: own ? 'environment' : 'registered',
    client_id: own ? registry.configured.clientId || null : tenant.clientId,
    has_secret: certificate !== null || (own ? registry.configured.hasSecret : tenant.clientSecret !== null),
    ...(certificate && { certificate: { thumbprint: certificate.thumbprint, expires_at: certificate.expiresAt.toISOString() } }),
    sources: tenant.sources && [...tenant.sources],
    interval_minutes: tenant.intervalMinutes,
    retention_days: tenant.retentionDays,
    working_time: tenant.workingTime,
    privacy: tenant.privacy,
    notification_defaults: tenant.notificationDefaults,
    branding: tenant.branding,
    created_at: tenant.createdAt.toISOString(),
  };
}

/** Tenants that the caller may manage: all for an msp_admin, else the one that was chosen. */
export async function listTenants(ctx: TenantContext, registry: TenantRegistry): Promise<TenantAnswer[]> {
  const tenants = await registry.tenants.list();
  return tenants
    .filter(({ id }) => ctx.role === 'msp_admin' || id === ctx.tenantId)
    .map((tenant) => toTenantAnswer(registry, tenant))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** @throws DomainError not_found, also for a tenant that the caller may not manage */
export async function getTenant(ctx: TenantContext, registry: Pick<TenantRegistry, 'tenants'>, id: TenantId): Promise<Tenant> {
  const tenant = ctx.role === 'msp_admin' || id === ctx.tenantId ? await registry.tenants.find(id) : null;
  if (!tenant) throw noSuch('such tenant');
  return tenant;
}

/** @throws DomainError bad_request */
function checkedDefaults(defaults: NotificationDefaults | null): NotificationDefaults | null {
  const problem = defaults?.quiet_hours && workingHoursProblem(defaults.quiet_hours);
  if (!problem) return defaults;
  const { member, message } = problem;
  const path = `body.notification_defaults.quiet_hours.${member}`;
  throw new DomainError('bad_request', `${path}: ${message}`, { errors: [{ path, message }] });
}

/** @throws DomainError bad_request */
function toSettings(id: TenantId, secrets: SecretBox, given: TenantChange, now: Date): Partial<TenantSettings> {
  const { name, enabled, credentials, sources, interval_minutes, retention_days, working_time } = given;
  const { privacy, notification_defaults, branding } = given;
  return {
    ...(name === undefined ? {} : { name }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(sources === undefined ? {} : { sources: sources && [...new Set(sources)] }),
    ...(interval_minutes === undefined ? {} : { intervalMinutes: interval_minutes }),
    ...(retention_days === undefined ? {} : { retentionDays: retention_days }),
    ...(working_time === undefined ? {} : { workingTime: working_time }),
    ...(privacy === undefined ? {} : { privacy }),
    ...(notification_defaults === undefined ? {} : { notificationDefaults: checkedDefaults(notification_defaults) }),
    ...(branding === undefined ? {} : { branding: branding && { ...branding, logo: branding.logo && checkLogo(branding.logo) } }),
    ...(credentials === undefined ? {} : sealCredentials(secrets, id, credentials, now)),
  };
}

const alreadyThere = (): DomainError => new DomainError('conflict', 'This tenant is registered already.');

/** @throws DomainError conflict, payment_required */
export async function createTenant(ctx: TenantContext, registry: TenantRegistry, given: NewTenant): Promise<TenantAnswer> {
  const { tenant_id: id, ...settings } = given;
  if (await registry.tenants.find(id)) throw alreadyThere();
  registry.allowTenants((await registry.tenants.count()) + 1);
  const none = {
    enabled: true,
    retentionDays: null,
    clientId: null,
    clientSecret: null,
    certificate: null,
    sources: null,
    intervalMinutes: null,
    workingTime: null,
    privacy: null,
    notificationDefaults: null,
    branding: null,
  };
  const now = ctx.clock.now();
  const full = { ...none, name: given.name, ...toSettings(id, registry.secrets, settings, now) };
  if (!(await registry.tenants.insert(id, full, now))) throw alreadyThere();
  return toTenantAnswer(registry, await getTenant(ctx, registry, id));
}

/** Who may not see all of a tenant may not give themselves, or others, more to see. @throws DomainError forbidden */
function checkPrivacyChange({ privacy }: TenantRegistry, tenant: Tenant, { privacy: wanted }: TenantChange): void {
  if (wanted === undefined || hidesAsMuch(privacy.settingsOf(tenant.privacy), privacy.settingsOf(wanted))) return;
  const message = 'Only a holder of a privacy role of this tenant may have less hidden';
  throw new DomainError('forbidden', `${message}. You can hide more.`, { errors: [{ path: 'body.privacy', message }] });
}

/**
 * @param seesAll whether nothing is hidden from the caller in this tenant
 * @throws DomainError not_found, conflict, forbidden, bad_request
 */
export async function changeTenant(
  ctx: TenantContext,
  registry: TenantRegistry,
  id: TenantId,
  change: TenantChange,
  seesAll: (settings: PrivacySettings) => boolean = () => false,
): Promise<TenantAnswer> {
  const tenant = await getTenant(ctx, registry, id);
  if (id === registry.configured.id && (change.credentials !== undefined || change.name !== undefined))
    throw new DomainError(
      'conflict',
      'Name and credentials of this tenant come from the environment (TENANT_NAME, CLIENT_ID, CLIENT_SECRET or CLIENT_CERTIFICATE). Change them there.',
    );
  if (!seesAll(registry.privacy.settingsOf(tenant.privacy))) checkPrivacyChange(registry, tenant, change);
  const known = change.privacy === undefined ? undefined : tenant;
  if (!(await registry.tenants.update(id, toSettings(id, registry.secrets, change, ctx.clock.now()), known)))
    throw new DomainError(
      'conflict',
      'Somebody changed the privacy settings of this tenant meanwhile. Load them again and repeat your change.',
    );
  registry.privacy.forget(id);
  return toTenantAnswer(registry, await getTenant(ctx, registry, id));
}
