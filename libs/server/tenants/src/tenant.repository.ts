import { tenantIdSchema, type TenantId } from '@aoc/contracts';
import { collectionOf, retryOnRace, type Connection } from '@aoc/server/mongo';
import { tenantCollection, type TenantDocument } from './tenant.schema';

/** A tenant as the rest of the product sees it. */
export interface Tenant {
  id: TenantId;
  name: string;
  enabled: boolean;
  retentionDays: number | null;
}

const toTenant = (row: TenantDocument): Tenant => ({
  id: row.tenant_id,
  name: row.name,
  enabled: row.enabled,
  retentionDays: row.retention_days,
});

/** The list of tenants. It is not scoped: it is what scopes are made from. */
export class TenantRepository {
  constructor(private readonly connection: Connection) {}

  /** Adds a tenant or updates its name; retention and the enabled flag of a known one stay. */
  async register(tenant: { id: TenantId; name: string }, now: Date): Promise<void> {
    const update = {
      $set: { tenant_id: tenant.id, name: tenant.name },
      $setOnInsert: { enabled: true, retention_days: null, created_at: now },
    };
    // API and workers start at the same time.
    await retryOnRace(() => this.rows().updateOne({ _id: tenant.id }, update, { upsert: true }));
  }
  /** @returns the tenant, or null when it is not (or no longer) known */
  async find(id: TenantId): Promise<Tenant | null> {
    const row = await this.rows().findOne({ _id: id });
    return row && toTenant(row);
  }
  async list(): Promise<Tenant[]> {
    const rows = await this.rows().find({}).sort({ _id: 1 }).toArray();
    return rows.filter((row) => tenantIdSchema.safeParse(row.tenant_id).success).map(toTenant);
  }
  /** @returns false when the tenant is not known */
  async update(id: TenantId, change: { enabled?: boolean; retentionDays?: number | null }): Promise<boolean> {
    const set = {
      ...(change.enabled === undefined ? {} : { enabled: change.enabled }),
      ...(change.retentionDays === undefined ? {} : { retention_days: change.retentionDays }),
    };
    return (await this.rows().updateOne({ _id: id }, { $set: set })).matchedCount === 1;
  }
  /** Takes a tenant off the list; what was stored of it stays. */
  async remove(id: TenantId): Promise<void> {
    await this.rows().deleteOne({ _id: id });
  }
  private rows() {
    return collectionOf<TenantDocument>(this.connection, tenantCollection.name);
  }
}
