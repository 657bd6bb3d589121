import type { ChatCompletionChunk, ChatCompletionMessageParam, ChatCompletionTool } from 'openai/resources/chat/completions';
import type { Connection } from './connection';
import { filtered } from './failure-of';
import { ModelFailure } from './model-failure';
import { estimatedTokens, type Usage } from './usage';

/** Characters of an answer that are read; the rest is left out. */
export const ANSWER_CHARACTERS = 16_000;
/** Also what a model may think before it answers. */
const COMPLETION_TOKENS = 4000;
const ARGUMENT_CHARACTERS = 20_000;
const MALFORMED = 'The language model service sent an answer that cannot be read.';

export interface ToolRequest {
  id: string;
  name: string;
  /** JSON, as the model wrote it. */
  arguments: string;
}

/** One answer of the model: text, or wishes for tools. */
export interface Completion {
  text: string;
  calls: readonly ToolRequest[];
  /** The text was longer than what is read or than the tokens it had. */
  cut: boolean;
  usage: Usage;
}

export interface CompletionRequest {
  model: string;
  messages: readonly ChatCompletionMessageParam[];
  tools: readonly ChatCompletionTool[];
  /** False: the model has to answer now. */
  mayCall: boolean;
  signal: AbortSignal;
  /** Told of the text so far whenever there is more of it. */
  onText(sofar: string): void;
}

interface Draft {
  text: string;
  calls: ToolRequest[];
  finish: string | null;
  /** Something came that is a part of an answer. */
  begun: boolean;
  reported: { prompt_tokens?: number; completion_tokens?: number } | null;
}

function take(draft: Draft, chunk: ChatCompletionChunk): void {
  if (!Array.isArray(chunk.choices)) throw new ModelFailure('malformed', MALFORMED);
  draft.begun = true;
  draft.reported = chunk.usage ?? draft.reported;
  // Only the end with the usage, and the beginning at Azure, have no choice.
  const [choice] = chunk.choices;
  if (choice === undefined) return;
  draft.finish = choice.finish_reason ?? draft.finish;
  draft.text += choice.delta?.content ?? '';
  for (const part of choice.delta?.tool_calls ?? []) {
    const call = (draft.calls[part.index] ??= { id: '', name: '', arguments: '' });
    call.id ||= part.id ?? '';
    call.name += part.function?.name ?? '';
    call.arguments += part.function?.arguments ?? '';
    if (call.arguments.length > ARGUMENT_CHARACTERS || part.index > 100) throw new ModelFailure('malformed', MALFORMED);
  }
}

function finished(draft: Draft, request: CompletionRequest): Completion {
  const { text, finish } = draft;
  if (finish === 'content_filter') throw filtered();
  // Such as a server that does not stream.
  if (!draft.begun) throw new ModelFailure('malformed', MALFORMED);
  const tooLong = text.length > ANSWER_CHARACTERS;
  if (finish === null && !tooLong) throw new ModelFailure('cut', 'The answer of the language model broke off.', { retry: text === '' });
  const calls = draft.calls.filter(Boolean).map((call, index) => ({ ...call, id: call.id || `call_${index}` }));
  const sent = JSON.stringify(request.messages).length;
  const received = text.length + calls.reduce((sum, call) => sum + call.arguments.length, 0);
  return {
    text: text.slice(0, ANSWER_CHARACTERS),
    calls,
    cut: tooLong || finish === 'length',
    usage: {
      requests: 1,
      promptTokens: draft.reported?.prompt_tokens ?? estimatedTokens(sent),
      completionTokens: draft.reported?.completion_tokens ?? estimatedTokens(received),
    },
  };
}

/**
 * One call of the service, read as it comes in.
 * @throws errors of the package, of the network and {@link ModelFailure}
 */
export async function complete({ client, sdk }: Connection, request: CompletionRequest): Promise<Completion> {
  const choice = request.mayCall ? ('auto' as const) : ('none' as const);
  const tools = request.tools.length === 0 ? {} : { tools: [...request.tools], tool_choice: choice };
  const send = (options: { stream_options?: { include_usage: true } }) =>
    client.chat.completions.create(
      {
        model: request.model,
        messages: [...request.messages],
        max_completion_tokens: COMPLETION_TOKENS,
        stream: true,
        ...options,
        ...tools,
      },
      { signal: request.signal },
    );
  const stream = await send({ stream_options: { include_usage: true } }).catch((error: unknown) => {
    // Older servers and versions of Azure do not know it; tokens are estimated then.
    if (error instanceof sdk.BadRequestError && error.message.includes('stream_options')) return send({});
    throw error;
  });
  const draft: Draft = { text: '', calls: [], finish: null, begun: false, reported: null };
  for await (const chunk of stream) {
    const before = draft.text.length;
    take(draft, chunk);
    // Leaving the loop ends the connection.
    if (draft.text.length > ANSWER_CHARACTERS) break;
    if (draft.text.length > before) request.onText(draft.text);
  }
  // The package ends an aborted stream without an error.
  request.signal.throwIfAborted();
  return finished(draft, request);
}
