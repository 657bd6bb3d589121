import { collectionOf, ScopedCollection, type Connection } from '@aoc/server/mongo';
import { apiKeyCollection, type ApiKeyDocument } from './api-key.schema';

const USED_STEP_MS = 60_000;

/** The keys of the tenants of a context, for those who manage them. */
export type ApiKeyStore = ScopedCollection<ApiKeyDocument>;
export const apiKeyStore = (connection: Connection): ApiKeyStore =>
  new ScopedCollection<ApiKeyDocument>(collectionOf<ApiKeyDocument>(connection, apiKeyCollection.name));

/** Looks keys up by what a caller presents. Not scoped: scopes are made from what it finds. */
export class ApiKeyRepository {
  constructor(private readonly connection: Connection) {}

  find(id: string): Promise<ApiKeyDocument | null> {
    return this.rows().findOne({ _id: id });
  }
  /** Notes the use of a key, once a minute. */
  async noteUse(key: ApiKeyDocument, now: Date): Promise<void> {
    const due = new Date(now.getTime() - USED_STEP_MS);
    if (key.last_used_at && key.last_used_at > due) return;
    await this.rows().updateOne(
      { _id: key._id, $or: [{ last_used_at: null }, { last_used_at: { $lte: due } }] },
      { $set: { last_used_at: now } },
    );
  }
  private rows() {
    return collectionOf<ApiKeyDocument>(this.connection, apiKeyCollection.name);
  }
}
