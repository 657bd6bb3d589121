export { lookUpOperation, type FoundKnowledge } from './knowledge/look-up-operation';
export { type KnowledgeLevel, type OperationKnowledge } from './knowledge/operation-knowledge';
