export { ModelError, type LanguageModel, type ModelAnswer, type ModelQuestion, type ModelTask, type ModelTool } from './language-model';
export { createLanguageModel } from './llm/create-language-model';
export { budgetOf, reserveBudget, type Budget, type Reservation } from './llm/budget';
export { explainStoredEvent, type Explaining } from './explain/explain-stored-event';
export { ask, type AskWatch } from './ask';
export type { AskDeps } from './ask-deps';
export { openAsk } from './open-ask';
export { answerJob, requestAnswer, runAnswerJob } from './ask-job';
