import { DomainError, type Erasure, type TenantId } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { collectionOf, type Connection } from '@aoc/server/mongo';
import { getTenant } from './manage-tenants';
import type { TenantRepository } from './tenant.repository';

interface Parts {
  tenants: TenantRepository;
  connection: Connection;
  /** Every collection that holds data of tenants. */
  collections: readonly string[];
  /** The tenant of the environment, which cannot be taken off the list. */
  configured: { id: TenantId };
  /** Takes the tenant out of what is kept elsewhere and names it. May be repeated. */
  forget(id: TenantId): Promise<void>;
}

/**
 * Deletes every document of a disabled tenant, collection by collection, its entry on the list last: a call that is cut off is simply made
 * again. Looks through all collections afterwards.
 * @throws DomainError not_found, conflict
 */
export async function eraseTenant(ctx: TenantContext, parts: Parts, id: TenantId, confirm: string): Promise<Erasure> {
  const tenant = await getTenant(ctx, parts, id);
  if (id === ctx.tenantId)
    throw new DomainError(
      'conflict',
      'Nothing was deleted: ask from another tenant, so that the record of the erasure is not deleted with it.',
    );
  if (confirm !== id) throw new DomainError('conflict', 'Nothing was deleted: confirm must repeat the id of the tenant.');
  if (tenant.enabled)
    throw new DomainError('conflict', 'Nothing was deleted: disable the tenant first, so that nothing new is stored meanwhile.');
  if (id === parts.configured.id)
    throw new DomainError('conflict', 'Nothing was deleted: this tenant is set by TENANT_ID. Remove it there first.');
  await parts.forget(id);
  const names = parts.collections.filter((name) => name !== 'tenants');
  const rows = (name: string) => collectionOf<{ _id: string; tenant_id: TenantId }>(parts.connection, name);
  const erased: Record<string, number> = {};
  for (const name of names) erased[name] = (await rows(name).deleteMany({ tenant_id: id })).deletedCount;
  await parts.tenants.remove(id);
  erased.tenants = 1;
  const left = await Promise.all([...names, 'tenants'].map((name) => rows(name).countDocuments({ tenant_id: id })));
  return { tenant_id: id, erased_at: ctx.clock.now().toISOString(), erased, remaining: left.reduce((sum, count) => sum + count, 0) };
}
