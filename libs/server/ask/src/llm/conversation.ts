import type { Clock } from '@aoc/server/context';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import type { ModelTool } from '../language-model';
import type { Completion, ToolRequest } from './completion';
import type { Connection } from './connection';
import { givenUp, timedOut } from './failure-of';
import { ModelFailure } from './model-failure';
import { completePatiently, type Patience } from './patient-completion';
import { dataBlock, type Opening } from './prompt/messages';
import type { Veil } from './prompt/veil';
import type { ModelSettings } from './settings';
import { describeTools, toolRunner } from './tool-use';
import { addUsage, NO_USAGE, type Usage } from './usage';

/** Answers in which the model may ask for tools; in the next one it has to answer. */
const TOOL_STEPS = 4;
const MOST_CALLS = 20;

export interface Conversation {
  opening: readonly Opening[];
  marker: string;
  tools: readonly ModelTool[];
  veil: Veil;
  signal?: AbortSignal;
  /** Told of the text of the present answer whenever it grows; `step` counts the answers. */
  onText?(sofar: string, step: number): void;
}

export interface Outcome {
  text: string;
  /** The text ended at a limit. */
  cut: boolean;
  usage: Usage;
}

function asked(completion: Completion, calls: readonly ToolRequest[]): ChatCompletionMessageParam {
  return {
    role: 'assistant',
    content: completion.text || null,
    tool_calls: calls.map(({ id, name, arguments: args }) => ({ id, type: 'function', function: { name, arguments: args || '{}' } })),
  };
}

function textOf({ text, cut }: Completion): { text: string; cut: boolean } {
  if (text.trim() !== '') return { text, cut };
  if (cut) throw new ModelFailure('length', 'The language model used up its tokens before it said anything.');
  throw new ModelFailure('empty', 'The language model gave an empty answer.');
}

async function talk(
  connection: Connection,
  settings: ModelSettings,
  talk: Conversation,
  patience: Patience,
  signal: AbortSignal,
): Promise<Outcome> {
  const messages: ChatCompletionMessageParam[] = [...talk.opening];
  const tools = describeTools(talk.tools);
  const runTools = toolRunner(talk.tools, talk.veil);
  let usage = NO_USAGE;
  try {
    for (let step = 0; step <= TOOL_STEPS; step++) {
      const onText = (sofar: string): void => talk.onText?.(sofar, step);
      const request = { model: settings.model, messages, tools, mayCall: step < TOOL_STEPS, signal, onText };
      const completion = await completePatiently(connection, request, patience);
      usage = addUsage(usage, completion.usage);
      if (completion.calls.length === 0) return { ...textOf(completion), usage };
      if (step === TOOL_STEPS) break;
      const calls = completion.calls.slice(0, MOST_CALLS);
      const results = await runTools(calls, signal);
      messages.push(asked(completion, calls));
      for (const [index, { id }] of calls.entries())
        messages.push({ role: 'tool', tool_call_id: id, content: dataBlock(talk.marker, results[index] ?? '') });
    }
    throw new ModelFailure('tools', `The language model asked for tools ${TOOL_STEPS + 1} times and did not answer.`);
  } catch (error) {
    if (error instanceof ModelFailure) throw error.withUsage(addUsage(usage, error.usage));
    if (signal.aborted) throw patience.ended().withUsage(usage);
    throw error;
  }
}

/**
 * Talks with the model until it has answered, within the time of the settings and a number of steps.
 * @throws ModelFailure with what was spent
 */
export async function converse(
  connection: Connection,
  settings: ModelSettings,
  conversation: Conversation,
  clock: Clock,
): Promise<Outcome> {
  const limit = AbortSignal.timeout(settings.timeoutMs);
  const signal = conversation.signal === undefined ? limit : AbortSignal.any([limit, conversation.signal]);
  const patience: Patience = {
    clock,
    deadline: new Date(clock.now().getTime() + settings.timeoutMs),
    ended: () => (conversation.signal?.aborted === true ? givenUp() : timedOut(settings.timeoutMs)),
  };
  return talk(connection, settings, conversation, patience, signal);
}
