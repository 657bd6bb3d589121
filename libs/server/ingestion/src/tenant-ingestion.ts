import type { TenantId } from '@aoc/contracts';
import type { Tenant, TenantRepository } from '@aoc/server/tenants';
import { LRUCache } from 'lru-cache';
import type { Ingestion } from './ingestion';

const MINUTE = 60_000;
/** A change that another process made holds after this long at the latest. */
const KEPT_MS = 10_000;

/** Ingestion with the settings of a tenant: its own where it has them, else those of the installation. */
export function ingestionFor(ingestion: Ingestion, tenant: Pick<Tenant, 'sources' | 'intervalMinutes'>): Ingestion {
  const { settings } = ingestion;
  return {
    ...ingestion,
    settings: {
      ...settings,
      sources: tenant.sources ?? settings.sources,
      intervalMs: tenant.intervalMinutes === null ? settings.intervalMs : tenant.intervalMinutes * MINUTE,
    },
  };
}

/** Ingestion by tenant, read from the list of tenants now and then. */
export class TenantIngestion {
  private readonly known = new LRUCache<TenantId, Ingestion>({ max: 10_000, ttl: KEPT_MS });

  constructor(
    private readonly ingestion: Ingestion,
    private readonly tenants: Pick<TenantRepository, 'find'>,
  ) {}

  async of({ tenantId }: { tenantId: TenantId }): Promise<Ingestion> {
    const known = this.known.get(tenantId);
    if (known) return known;
    const tenant = await this.tenants.find(tenantId);
    const own = tenant ? ingestionFor(this.ingestion, tenant) : this.ingestion;
    this.known.set(tenantId, own);
    return own;
  }

  /** Settings of this tenant were changed by this process. */
  forget(tenantId: TenantId): void {
    this.known.delete(tenantId);
  }
}
