export { ModelError, type LanguageModel, type ModelAnswer, type ModelQuestion, type ModelTool } from './language-model';
