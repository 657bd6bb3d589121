import { noSuch, type AuditEvent } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import type { EventStore } from './event-store';
import { LIST_PROJECTION, toEvent } from './event-wire';
import { findEvent } from './find-event';
import { recountTags } from './recount-tags';

/** Replaces the tags of one event. @throws DomainError not_found */
export async function setTags(ctx: TenantContext, store: EventStore, id: string, tags: readonly string[]): Promise<AuditEvent> {
  const { _id } = await findEvent(ctx, store, id, { _id: 1 });
  const before = await store.events.findOneAndUpdate(
    ctx,
    { _id },
    { $set: { tags: [...tags] } },
    { returnDocument: 'before', projection: LIST_PROJECTION },
  );
  if (!before) throw noSuch('event with this id');
  const changed = [...tags.filter((tag) => !before.tags.includes(tag)), ...before.tags.filter((tag) => !tags.includes(tag))];
  await recountTags(ctx, store, changed);
  return toEvent({ ...before, tags: [...tags] });
}
