import { DomainError, type NewTenant, type TenantAnswer, type TenantChange, type TenantId } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import type { SecretBox } from '@aoc/server/secrets';
import { sealCredentials } from './tenant-credentials';
import type { Tenant, TenantCertificate, TenantRepository, TenantSettings } from './tenant.repository';

/** What managing tenants works with. */
export interface TenantRegistry {
  tenants: TenantRepository;
  secrets: SecretBox;
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
  if (!tenant) throw new DomainError('not_found', 'There is no such tenant.');
  return tenant;
}

function toSettings(id: TenantId, secrets: SecretBox, given: TenantChange, now: Date): Partial<TenantSettings> {
  const { name, enabled, credentials, sources, interval_minutes, retention_days, working_time } = given;
  return {
    ...(name === undefined ? {} : { name }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(sources === undefined ? {} : { sources: sources && [...new Set(sources)] }),
    ...(interval_minutes === undefined ? {} : { intervalMinutes: interval_minutes }),
    ...(retention_days === undefined ? {} : { retentionDays: retention_days }),
    ...(working_time === undefined ? {} : { workingTime: working_time }),
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
  };
  const now = ctx.clock.now();
  const full = { ...none, name: given.name, ...toSettings(id, registry.secrets, settings, now) };
  if (!(await registry.tenants.insert(id, full, now))) throw alreadyThere();
  return toTenantAnswer(registry, await getTenant(ctx, registry, id));
}

/** @throws DomainError not_found, conflict */
export async function changeTenant(
  ctx: TenantContext,
  registry: TenantRegistry,
  id: TenantId,
  change: TenantChange,
): Promise<TenantAnswer> {
  await getTenant(ctx, registry, id);
  if (id === registry.configured.id && (change.credentials !== undefined || change.name !== undefined))
    throw new DomainError(
      'conflict',
      'Name and credentials of this tenant come from the environment (TENANT_NAME, CLIENT_ID, CLIENT_SECRET or CLIENT_CERTIFICATE). Change them there.',
    );
  await registry.tenants.update(id, toSettings(id, registry.secrets, change, ctx.clock.now()));
  return toTenantAnswer(registry, await getTenant(ctx, registry, id));
}
