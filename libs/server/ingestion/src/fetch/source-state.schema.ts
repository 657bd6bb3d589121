import type { ContentType, FetchedSource, SourceStatus, TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** State of one source of one tenant (1.x name: watermarks). `_id` is `tenant|source`. */
export interface SourceStateDocument {
  _id: string;
  tenant_id: TenantId;
  source: FetchedSource;
  status: SourceStatus;
  /** What is wrong and what to do, in plain words. */
  message: string | null;
  last_error: string | null;
  last_attempt: Date | null;
  last_success: Date | null;
  next_attempt: Date | null;
  /** Failed runs in a row. */
  failures: number;
  /** Start of what is wanted of this source: coverage is expected from here on. */
  since: Date | null;
  /** Everything from `since` to here has been read once. */
  watermark: Date | null;
  lag_seconds: number | null;
  platform_lag_seconds: number | null;
  /** Content types of the unified log that the tenant does not offer (licence, permission); they do not count as gaps. */
  skipped_types: ContentType[];
  unreadable_blobs: number;
  /** Who reads the source now; `token` grows with every holder. */
  lease: { owner: string; expires: Date } | null;
  token: number;
}

export const sourceStateCollection: CollectionDefinition = {
  name: 'watermarks',
  indexes: [{ name: 'tenant_source', serves: 'sources of a tenant', key: { tenant_id: 1, source: 1 } }],
};
