import { eventRepository, type EventDocument } from '@aoc/server/events';
import { collectionOf, ScopedCollection, type CollectionDefinition, type Connection, type TenantDocument } from '@aoc/server/mongo';
import { MongoBulkWriteError, MongoServerError, type Document } from 'mongodb';
import { channelCollection, channelStateCollection, type ChannelDocument, type ChannelStateDocument } from './channels/channel.schema';
import { notificationCollection, type NotificationDocument } from './outbox/notification.schema';

/** The collections of notifications; each call on them names its tenant through the context. */
export interface NotificationStores {
  channels: ScopedCollection<ChannelDocument>;
  states: ScopedCollection<ChannelStateDocument>;
  outbox: ScopedCollection<NotificationDocument>;
  /** Read only: results of the events of alerts. */
  events: ScopedCollection<EventDocument>;
}

export function notificationStores(connection: Connection): NotificationStores {
  const scoped = <T extends TenantDocument & Document>(definition: CollectionDefinition): ScopedCollection<T> =>
    new ScopedCollection<T>(collectionOf<T>(connection, definition.name));
  return {
    channels: scoped(channelCollection),
    states: scoped(channelStateCollection),
    outbox: scoped(notificationCollection),
    events: eventRepository(connection),
  };
}

const DUPLICATE_KEY = 11000;

/** True when every failure of a write was a key that is taken. */
export function isDuplicateKey(error: unknown): boolean {
  if (error instanceof MongoBulkWriteError) {
    const failures = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
    return failures.length > 0 && failures.every((failure) => failure.code === DUPLICATE_KEY);
  }
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}

/** Upserts that change nothing of what exists, also when several processes do it at the same time. */
export async function whenAbsent(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    await write();
  }
}
