export { normalize, type Normalized, type NormalizeOptions } from './normalize';
export { parseMappings, type MappingError, type ParsedMappings } from './mappings/parse-mappings';
export { type Mappings } from './mappings/mappings';
export { defaultMappings } from './mappings/default-mappings';
export { facetValues, FACET_FIELDS, type FacetField, type FacetValue } from './facets';
export { applyNames, unresolvedReferences, type ResolvedName } from './names';
export { normalizeLegacy } from './legacy';
export { fromStorableRaw, toStorableRaw } from './storable';
export { parseTimestamp } from './timestamp';
export { MAX_ENTITY_KEYS } from './entity-keys';
export { MAX_SEARCH_TEXT } from './search-text';
export {
  changeKey,
  failureKey,
  lookupKeys,
  MAX_CHANGE_KEYS,
  MAX_LOOKUP_KEYS,
  MAX_LOOKUP_WORDS,
  networkKey,
  wordKeys,
  type FailureKind,
  type LookedUp,
} from './lookup-keys';
export { canonicalName } from './mappings/mappings';
export { isBookkeeping } from './search-text';
export { namedValues } from './properties';
export { parseIp } from './ip';
export { foldResult } from './result';
