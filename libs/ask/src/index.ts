export { lookUpOperation, type FoundKnowledge } from './knowledge/look-up-operation';
export { type KnowledgeLevel, type OperationKnowledge } from './knowledge/operation-knowledge';
export { chooseRelated } from './explain/choose-related';
export { explainEvent, type ComputedExplanation } from './explain/explain-event';
export { type ActorHistory, type ExplainInput, type ExplanationSections, type PastEvent } from './explain/explain-input';
export { type ModelFacts } from './explain/facts-for-model';
