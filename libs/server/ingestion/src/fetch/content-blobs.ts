import type { ContentType } from '@aoc/contracts';
import type { ContentBlob } from '@aoc/microsoft';
import type { TenantContext } from '@aoc/server/context';
import { isDuplicateKey } from '@aoc/server/mongo';
import { createHash } from 'node:crypto';
import type { ContentBlobDocument } from '../coverage/coverage.schema';
import type { Ingestion } from '../ingestion';

/** Readings after which an unreadable blob is given up; it stays among the rejected records. */
export const MAX_BLOB_ATTEMPTS = 5;
/** So many attempts stand for a blob that is not tried again at all. */
const REFUSED = 1000;
const CHUNK = 500;

export const blobId = (ctx: TenantContext, contentId: string): string =>
  createHash('sha256')
    .update(JSON.stringify([ctx.tenantId, contentId]))
    .digest('hex');

/** Notes listed blobs. @returns those whose records have not been stored yet */
export async function noteListed(ctx: TenantContext, { stores }: Ingestion, blobs: readonly ContentBlob[]): Promise<ContentBlob[]> {
  const unique = [...new Map(blobs.map((blob) => [blobId(ctx, blob.contentId), blob])).entries()];
  const unread: ContentBlob[] = [];
  for (let at = 0; at < unique.length; at += CHUNK) {
    const chunk = unique.slice(at, at + CHUNK);
    const ids = chunk.map(([id]) => id);
    const settled = { _id: { $in: ids }, $or: [{ read_at: { $ne: null } }, { attempts: { $gte: REFUSED } }] };
    const read = await stores.blobs.find(ctx, settled, { projection: { _id: 1 } }).toArray();
    const done = new Set(read.map((row) => row._id));
    const open = chunk.filter(([id]) => !done.has(id));
    const rows = open.map(([_id, blob]) => ({
      filter: { _id },
      update: {
        $set: { content_uri: blob.contentUri },
        $setOnInsert: {
          content_type: blob.contentType,
          content_id: blob.contentId,
          created: blob.contentCreated,
          expires: blob.contentExpiration,
          records: 0,
          attempts: 0,
          read_at: null,
          error: null,
        },
      },
    }));
    if (rows.length > 0) await stores.blobs.bulkUpsert(ctx, rows).catch(ignoreRace);
    unread.push(...open.map(([, blob]) => blob));
  }
  return unread;
}

function ignoreRace(error: unknown): void {
  if (!isDuplicateKey(error)) throw error;
}

/** Notes that the records of these blobs are stored. */
export async function noteRead(
  ctx: TenantContext,
  { stores }: Ingestion,
  blobs: readonly { blob: ContentBlob; records: number }[],
): Promise<void> {
  const read_at = ctx.clock.now();
  const rows = blobs.map(({ blob, records }) => ({
    filter: { _id: blobId(ctx, blob.contentId) },
    update: { $set: { read_at, records, error: null } },
    upsert: false,
  }));
  if (rows.length > 0) await stores.blobs.bulkUpsert(ctx, rows);
}

/** Notes that a blob could not be read. It is tried again by later runs, a few times and while the API has it. */
export async function noteUnreadable(ctx: TenantContext, { stores }: Ingestion, blob: ContentBlob, error: string): Promise<void> {
  const _id = blobId(ctx, blob.contentId);
  await stores.blobs.updateOne(ctx, { _id }, { $set: { error }, $inc: { attempts: 1 } });
}

/** Notes that a blob is not read because of its size. It stays missing, and is not asked for again. */
export async function noteRefused(ctx: TenantContext, { stores }: Ingestion, blob: ContentBlob, error: string): Promise<void> {
  await stores.blobs.updateOne(ctx, { _id: blobId(ctx, blob.contentId) }, { $set: { error, attempts: REFUSED } });
}

/** Blobs of earlier runs that could not be read and may be tried again, oldest first. */
export async function blobsToRetry(ctx: TenantContext, { stores }: Ingestion, contentType: ContentType): Promise<ContentBlob[]> {
  const filter = {
    content_type: contentType,
    read_at: null,
    attempts: { $lt: MAX_BLOB_ATTEMPTS },
    expires: { $gt: ctx.clock.now() },
  };
  const rows = await stores.blobs.find(ctx, filter, { sort: { created: 1 }, limit: 1000 }).toArray();
  return rows.map(toBlob);
}

const toBlob = (row: ContentBlobDocument): ContentBlob => ({
  contentId: row.content_id,
  contentUri: row.content_uri,
  contentType: row.content_type,
  contentCreated: row.created,
  contentExpiration: row.expires,
});

/** Blobs whose records are missing. */
export const unreadableBlobs = (ctx: TenantContext, { stores }: Ingestion): Promise<number> =>
  stores.blobs.count(ctx, { read_at: null, attempts: { $gt: 0 } }, 10_000);

/** What to tell the operator of blobs whose records are missing; null when there are none. */
export async function describeUnreadable(ctx: TenantContext, { stores }: Ingestion): Promise<string | null> {
  const filter = { read_at: null, attempts: { $gte: MAX_BLOB_ATTEMPTS } };
  const [newest] = await stores.blobs.find(ctx, filter, { sort: { created: -1 }, limit: 1 }).toArray();
  if (!newest) return null;
  const count = await stores.blobs.count(ctx, filter, 10_000);
  const many = count === 1 ? 'A content blob' : `${count} content blobs, the newest of which`;
  return `${many} of ${newest.content_type} from ${newest.created.toISOString()} could not be read. ${newest.error ?? ''}`.trim();
}
