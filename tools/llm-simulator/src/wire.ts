import type { ChatRequest } from './chat-request';
import type { ToolCall } from './reply';

/** An end of an answer as the protocol names it. */
export type FinishReason = 'stop' | 'tool_calls' | 'length' | 'content_filter';

export interface Completion {
  text: string;
  calls: readonly ToolCall[];
  finish: FinishReason;
}

const tokens = (text: string): number => Math.ceil(text.length / 4);
const argumentsOf = (call: ToolCall): string => (typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments));

/** Tokens as the simulator counts them: a quarter of the characters. */
export function usageOf(request: ChatRequest, { text, calls }: Completion) {
  const prompt_tokens = tokens(JSON.stringify(request.messages));
  const completion_tokens = tokens(text) + calls.reduce((sum, call) => sum + tokens(argumentsOf(call)), 0);
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}

let made = 0;
const head = (request: ChatRequest, object: string) => ({
  id: `chatcmpl-simulated-${++made}`,
  object,
  created: Math.floor(Date.now() / 1000),
  model: request.model ?? 'simulated',
});
const wireCalls = (calls: readonly ToolCall[]) =>
  calls.map((call, index) => ({
    index,
    id: `call_${made}_${index}`,
    type: 'function',
    function: { name: call.name, arguments: argumentsOf(call) },
  }));

/** The body of an answer that is not streamed. */
export function wholeBody(request: ChatRequest, completion: Completion): object {
  const calls = wireCalls(completion.calls).map(({ index: _index, ...call }) => call);
  const message = { role: 'assistant', content: completion.text || null, ...(calls.length > 0 ? { tool_calls: calls } : {}) };
  return {
    ...head(request, 'chat.completion'),
    choices: [{ index: 0, message, finish_reason: completion.finish }],
    usage: usageOf(request, completion),
  };
}

const chunk = (start: object, delta: object, finish: FinishReason | null): object => ({
  ...start,
  choices: [{ index: 0, delta, finish_reason: finish }],
});

/** The pieces of a streamed answer, each the JSON of one `data:` line, in order. The last ones are the end and, where asked for, the usage. */
export function* streamedChunks(request: ChatRequest, completion: Completion, pieceCharacters: number): Generator<object> {
  const start = head(request, 'chat.completion.chunk');
  yield chunk(start, { role: 'assistant', content: '' }, null);
  for (let at = 0; at < completion.text.length; at += pieceCharacters)
    yield chunk(start, { content: completion.text.slice(at, at + pieceCharacters) }, null);
  for (const { index, id, type, function: fn } of wireCalls(completion.calls)) {
    // Services send name and arguments apart, and the arguments in pieces.
    yield chunk(start, { tool_calls: [{ index, id, type, function: { name: fn.name, arguments: '' } }] }, null);
    for (let at = 0; at < fn.arguments.length; at += pieceCharacters)
      yield chunk(start, { tool_calls: [{ index, function: { arguments: fn.arguments.slice(at, at + pieceCharacters) } }] }, null);
  }
  yield chunk(start, {}, completion.finish);
  if (request.stream_options?.include_usage) yield { ...start, choices: [], usage: usageOf(request, completion) };
}
