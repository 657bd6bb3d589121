export { ModelError, type LanguageModel, type ModelAnswer, type ModelQuestion, type ModelTask, type ModelTool } from './language-model';
export { createLanguageModel } from './llm/create-language-model';
export { budgetOf, reserveBudget, type Budget, type Reservation } from './llm/budget';
export { explainStoredEvent, type Explaining } from './explain/explain-stored-event';
