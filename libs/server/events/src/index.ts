export { actorKey, eventCollection, eventIndex, type EventDocument, type StoredComment } from './event.schema';
export { touchCoverage, touchFacets } from './facet-revision';
export { facetRevisionCollection, type FacetRevisionDocument } from './facet-revision.schema';
export { FACET_FIELDS, facetCollection, facetIndex, type FacetDocument, type FacetField } from './facet.schema';
export { shapeText } from './event-shape';
export { eventRepository, privacyLimits } from './event.repository';
export {
  activityCollection,
  activityId,
  activityIndex,
  ACTIVITY_FIELDS,
  hourOf,
  type ActivityDocument,
  type ActivityField,
} from './activity.schema';
export { activityRepository, eventStore, facetId, facetRepository, facetRevisionRepository } from './facet.repository';
export type { EventStore } from './event-store';
export { addComment, MAX_COMMENTS } from './add-comment';
export { bulkTags, type BulkTagsInput } from './bulk-tags';
export type { SortDirection } from './cursor';
export { filterOptions } from './filter-options';
export { findEvent } from './find-event';
export { getEvent } from './get-event';
export { toComment, toEvent, toEventDetail, toNormalized } from './event-wire';
export { eventPages, type PagesInput } from './search/event-pages';
export { exportEvents, type ExportInput } from './search/export-events';
export { queryPlan } from './plan/query-plan';
export { legacyComments, legacyDate } from './legacy-comments';
export { LIST_PROJECTION, type ListedEvent } from './event-wire';
export { askedTime, queryOf } from './plan/resolve-events';
export type { LiveEvent } from './search/live-event';
export { facets, type FacetsInput } from './search/facets';
export { histogram, type HistogramInput, type HistogramWithoutCoverage } from './search/histogram';
export { listEvents, type EventPageWithoutCoverage, type ListEventsInput } from './list-events';
export { Memory, Recall } from './recall';
export { recountTags } from './recount-tags';
export { setTags } from './set-tags';
export { isTimeLimit } from './search/time-limit';
