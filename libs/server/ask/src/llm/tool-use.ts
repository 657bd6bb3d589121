import { issuePath } from '@aoc/contracts';
import type { ChatCompletionTool } from 'openai/resources/chat/completions';
import { z } from 'zod';
import type { ModelTool } from '../language-model';
import type { ToolRequest } from './completion';
import { clipped } from './prompt/evidence';
import { withoutSecrets, type Veil } from './prompt/veil';

const RESULT_CHARACTERS = 8000;
const ALL_RESULTS_CHARACTERS = 40_000;
const CALLS_AT_ONCE = 4;

/** The tools as the service wants them described. */
export const describeTools = (tools: readonly ModelTool[]): ChatCompletionTool[] =>
  tools.map(({ name, description, input }) => {
    const { $schema: _version, ...parameters } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
    return { type: 'function', function: { name, description, parameters } };
  });

const failed = (error: string, more: object = {}): object => ({ error, ...more });

function parsedArguments(text: string): unknown {
  try {
    return text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const shortened = (json: string): string =>
  json.length <= RESULT_CHARACTERS
    ? json
    : JSON.stringify({ shortened: true, hint: 'Ask for less.', beginning: clipped(json, RESULT_CHARACTERS - 500) }).slice(
        0,
        2 * RESULT_CHARACTERS,
      );

async function run(tool: ModelTool, args: unknown, veil: Veil, signal: AbortSignal): Promise<object | string> {
  const parsed = tool.input.safeParse(veil.showIn(args));
  if (!parsed.success)
    return failed('The arguments do not fit.', {
      problems: parsed.error.issues.slice(0, 5).map(({ path, message }) => ({ at: issuePath(path), message: clipped(message, 200) })),
    });
  try {
    const result = await untilAborted(tool.run(parsed.data), signal);
    return JSON.stringify(veil.hideIn(withoutSecrets(plain(result)))) ?? 'null';
  } catch {
    signal.throwIfAborted();
    // Only that it failed: what went wrong inside is not for the model.
    return failed('The tool could not answer. Go on without it.');
  }
}

/** As it will be in JSON: dates and the like are texts from here on. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/**
 * Runs the tools that a model asks for, each with arguments that its schema has checked and a result of bounded size. Only tools of the
 * question exist: they read, with the rights of whoever asks, whatever the model was told to do.
 * @returns the text for each call, in their order; the room for results is that of one question
 */
export function toolRunner(
  tools: readonly ModelTool[],
  veil: Veil,
): (calls: readonly ToolRequest[], signal: AbortSignal) => Promise<string[]> {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  let room = ALL_RESULTS_CHARACTERS;
  const one = async (call: ToolRequest, index: number, signal: AbortSignal): Promise<string> => {
    const tool = byName.get(call.name);
    if (tool === undefined) return JSON.stringify(failed('There is no such tool.', { tools: [...byName.keys()] }));
    if (index >= CALLS_AT_ONCE) return JSON.stringify(failed(`At most ${CALLS_AT_ONCE} tools at once.`));
    if (room <= 0) return JSON.stringify(failed('There is no room for more results. Answer from what you have.'));
    const args = parsedArguments(call.arguments);
    if (args === undefined) return JSON.stringify(failed('The arguments are not JSON.'));
    const result = await run(tool, args, veil, signal);
    const text = shortened(typeof result === 'string' ? result : JSON.stringify(result));
    room -= text.length;
    return text;
  };
  return async (calls, signal) => {
    const results: string[] = [];
    // One after the other: the room is for the first ones.
    for (const [index, call] of calls.entries()) results.push(await one(call, index, signal));
    return results;
  };
}
