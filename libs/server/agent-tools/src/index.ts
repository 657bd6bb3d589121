export { lined } from './compact/lined';
export { tokensOf } from './compact/tokens';
export { errorText } from './error-text';
export { forModel } from './for-model';
export { agentTools } from './registry';
export { runTool } from './run-tool';
export type { AgentTool, ToolDeps } from './tool';
