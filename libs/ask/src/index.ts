export { NameIndex, NO_NAMES, type KnownActor, type KnownNames } from './understand/names';
export { EVERYDAY_SERVICES, understand } from './understand/understand';
export type { AskFilters, Understanding, UnderstandInput } from './understand/understanding';
export { lookUpOperation, type FoundKnowledge } from './knowledge/look-up-operation';
export { type KnowledgeLevel, type OperationKnowledge } from './knowledge/operation-knowledge';
