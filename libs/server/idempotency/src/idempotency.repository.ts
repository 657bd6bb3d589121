import { collectionOf, ScopedCollection, type Connection } from '@aoc/server/mongo';
import { idempotencyCollection, type IdempotencyDocument } from './idempotency.schema';

export type IdempotencyStore = ScopedCollection<IdempotencyDocument>;

export const idempotencyStore = (connection: Connection): IdempotencyStore =>
  new ScopedCollection<IdempotencyDocument>(collectionOf<IdempotencyDocument>(connection, idempotencyCollection.name));
