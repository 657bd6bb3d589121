export { startLlmSimulator, type LlmSimulator, type ReceivedRequest, type Rule } from './simulator';
export { textOf, type ChatRequest } from './chat-request';
export { dutiful, obedient } from './models';
export type { Reply } from './reply';
