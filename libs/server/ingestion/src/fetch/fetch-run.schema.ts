import type { ContentType, FetchedSource, FetchSourceResult, TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** A stretch of time that a run has read to its end. */
export interface ReadStretch {
  /** Content type of the unified log; null for the other sources. */
  content_type: ContentType | null;
  start: Date;
  end: Date;
}

/** A fetch that somebody asked for. */
export interface FetchRunDocument {
  _id: string;
  tenant_id: TenantId;
  requested_by: string;
  hours: number;
  wanted: FetchedSource[];
  sources: Partial<Record<FetchedSource, FetchSourceResult>>;
  /** What has been read so far; absent in runs of an earlier version. */
  read?: Partial<Record<FetchedSource, ReadStretch[]>>;
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
