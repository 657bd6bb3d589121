export { savedSearchCollection } from './saved-search.schema';
export { savedSearchStore, type SavedSearchStore } from './saved-search.repository';
export { createSavedSearch, deleteSavedSearch, listSavedSearches } from './saved-searches';
