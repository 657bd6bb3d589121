import type { TenantId } from '@aoc/contracts';
import { collectionOf, ScopedCollection, type Connection } from '@aoc/server/mongo';
import { createHash } from 'node:crypto';
import { activityCollection, type ActivityDocument } from './activity.schema';
import { eventRepository } from './event.repository';
import type { EventStore } from './event-store';
import { facetRevisionCollection, type FacetRevisionDocument } from './facet-revision.schema';
import { facetCollection, type FacetDocument, type FacetField } from './facet.schema';

/** The counted values of the tenants of a context. */
export function facetRepository(connection: Connection): ScopedCollection<FacetDocument> {
  return new ScopedCollection<FacetDocument>(collectionOf<FacetDocument>(connection, facetCollection.name));
}

/** `_id` of the facet of one value; the value is hashed so that long ones stay indexable. */
export const facetId = (tenant: TenantId, field: FacetField, value: string): string =>
  `${tenant}|${field}|${createHash('sha256').update(value).digest('hex')}`;

/** How often the facets of the tenants of a context have changed. */
export function facetRevisionRepository(connection: Connection): ScopedCollection<FacetRevisionDocument> {
  return new ScopedCollection<FacetRevisionDocument>(collectionOf<FacetRevisionDocument>(connection, facetRevisionCollection.name));
}

/** The hourly counts of the tenants of a context. */
export function activityRepository(connection: Connection): ScopedCollection<ActivityDocument> {
  return new ScopedCollection<ActivityDocument>(collectionOf<ActivityDocument>(connection, activityCollection.name));
}

/** Events and their counters of a connection. */
export const eventStore = (connection: Connection): EventStore => ({
  events: eventRepository(connection),
  facets: facetRepository(connection),
  facetRevisions: facetRevisionRepository(connection),
  activity: activityRepository(connection),
});
