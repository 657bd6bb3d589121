import { collectionOf, type CollectionDefinition, type Connection } from '@aoc/server/mongo';
import { MongoServerError, type Document, type IndexDescriptionInfo } from 'mongodb';
import { isDeepStrictEqual } from 'node:util';

const NAMESPACE_NOT_FOUND = 26;

async function indexesOf(connection: Connection, collection: string): Promise<IndexDescriptionInfo[]> {
  try {
    return await collectionOf<Document>(connection, collection).indexes();
  } catch (error) {
    if (error instanceof MongoServerError && error.code === NAMESPACE_NOT_FOUND) return [];
    throw error;
  }
}

const isText = (index: IndexDescriptionInfo): boolean => Object.values(index.key).includes('text') || 'weights' in index;

/** Why an index of 1.x cannot stay; null when it does no harm. */
function harm(index: IndexDescriptionInfo, definition: CollectionDefinition | undefined): string | null {
  const declared = definition?.indexes.find((one) => one.name === index.name);
  if (declared)
    return isText(index) || isDeepStrictEqual(Object.entries(index.key), Object.entries(declared.key)) ? null : 'its name is needed';
  // 1.x stored times as text, on which such an index never acted. On dates it would begin to delete.
  if (index.expireAfterSeconds !== undefined) return 'it would delete documents once their times are dates';
  if (index.unique && !('tenant_id' in index.key)) return 'it does not know of tenants';
  if (isText(index)) return 'words are found by lookup keys now, and it would slow down every write';
  const same = definition?.indexes.some((one) => isDeepStrictEqual(Object.entries(one.key), Object.entries(index.key)));
  return same ? 'another one has the same fields' : null;
}

/** Indexes of a collection that have to go before its documents are upgraded, with the reason of each. */
export async function harmfulIndexes(
  connection: Connection,
  collection: string,
  definition: CollectionDefinition | undefined,
): Promise<{ name: string; reason: string }[]> {
  const indexes = (await indexesOf(connection, collection)).filter((index) => index.name !== '_id_');
  return indexes.flatMap((index) => {
    const reason = harm(index, definition);
    return reason === null || index.name === undefined ? [] : [{ name: index.name, reason }];
  });
}

export async function dropIndex(connection: Connection, collection: string, name: string): Promise<void> {
  if ((await indexesOf(connection, collection)).some((index) => index.name === name))
    await collectionOf<Document>(connection, collection).dropIndex(name);
}
