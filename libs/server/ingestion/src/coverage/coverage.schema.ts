import type { ContentType, FetchedSource, TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** A stretch of time `[start, end)` of a source that has been read to its end. Stretches that touch are merged. */
export interface CoverageDocument {
  _id: string;
  tenant_id: TenantId;
  source: FetchedSource;
  /** Content type of the unified log; null for the other sources. */
  content_type: ContentType | null;
  start: Date;
  end: Date;
  /** Records read in it, repeats included. */
  records: number;
  blobs: number;
  read_at: Date;
}

export const coverageCollection: CollectionDefinition = {
  name: 'coverage',
  indexes: [
    { name: 'tenant_source_start', serves: 'what has been read of a source', key: { tenant_id: 1, source: 1, content_type: 1, start: 1 } },
  ],
};

/** One blob of the unified log that was listed. `read_at` is set once its records are stored. */
export interface ContentBlobDocument {
  /** Hash over tenant and content id. */
  _id: string;
  tenant_id: TenantId;
  content_type: ContentType;
  content_id: string;
  content_uri: string;
  created: Date;
  expires: Date;
  records: number;
  attempts: number;
  read_at: Date | null;
  error: string | null;
}

export const contentBlobCollection: CollectionDefinition = {
  name: 'content_blobs',
  indexes: [
    { name: 'tenant_unread', serves: 'blobs to be read again', key: { tenant_id: 1, content_type: 1, read_at: 1, created: 1 } },
    { name: 'expiry', serves: 'blobs are forgotten when the API has forgotten them', key: { expires: 1 }, expireAfterSeconds: 86_400 },
  ],
};
