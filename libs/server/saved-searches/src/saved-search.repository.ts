import { collectionOf, ScopedCollection, type Connection } from '@aoc/server/mongo';
import { savedSearchCollection, type SavedSearchDocument } from './saved-search.schema';

export type SavedSearchStore = ScopedCollection<SavedSearchDocument>;

/** The saved searches of the tenants of a context. */
export const savedSearchStore = (connection: Connection): SavedSearchStore =>
  new ScopedCollection<SavedSearchDocument>(collectionOf<SavedSearchDocument>(connection, savedSearchCollection.name));
