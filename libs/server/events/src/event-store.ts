import type { ScopedCollection } from '@aoc/server/mongo';
import type { ActivityDocument } from './activity.schema';
import type { EventDocument } from './event.schema';
import type { FacetRevisionDocument } from './facet-revision.schema';
import type { FacetDocument } from './facet.schema';

/** The collections that the verbs of events work on. */
export interface EventStore {
  events: ScopedCollection<EventDocument>;
  facets: ScopedCollection<FacetDocument>;
  facetRevisions: ScopedCollection<FacetRevisionDocument>;
  activity: ScopedCollection<ActivityDocument>;
}
