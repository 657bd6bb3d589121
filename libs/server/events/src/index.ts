export { actorKey, eventCollection, eventIndex, type EventDocument, type StoredComment } from './event.schema';
export { FACET_FIELDS, facetCollection, type FacetDocument, type FacetField } from './facet.schema';
export { eventRepository, privacyLimits } from './event.repository';
