import type { FetchedSource, FetchSourceResult, TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** A fetch that somebody asked for. */
export interface FetchRunDocument {
  _id: string;
  tenant_id: TenantId;
  requested_by: string;
  hours: number;
  wanted: FetchedSource[];
  sources: Partial<Record<FetchedSource, FetchSourceResult>>;
  open: boolean;
  created_at: Date;
  updated_at: Date;
}

export const fetchRunCollection: CollectionDefinition = {
  name: 'fetch_runs',
  indexes: [
    { name: 'tenant_open', serves: 'runs that have not ended', key: { tenant_id: 1, open: 1, created_at: -1 } },
    { name: 'expiry', serves: 'runs are forgotten after a month', key: { created_at: 1 }, expireAfterSeconds: 30 * 86_400 },
  ],
};
