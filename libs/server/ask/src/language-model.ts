import type { CitedEvent, CoverageVerdict, QueryInfo } from '@aoc/contracts';
import type { z } from 'zod';

/** A tool that the model may call: read only, already bound to the caller's rights. */
export interface ModelTool {
  name: string;
  description: string;
  input: z.ZodObject;
  run(args: unknown): Promise<unknown>;
}

/** What the model gets to word an answer from. */
export interface ModelQuestion {
  question: string;
  /** The computed answer, Markdown, with the counts of the database. */
  computed: string;
  /** Counts that the answer must not contradict. */
  numbers: readonly { label: string; value: number }[];
  events: readonly CitedEvent[];
  coverage: CoverageVerdict;
  info: QueryInfo;
  tools: readonly ModelTool[];
  /** Names of people in the computed answer and the counts; those of the events are known. Needed where people are hidden from the model. */
  people?: readonly string[];
  onText?: (piece: string) => void;
  signal?: AbortSignal;
}

/** What the model gets to write a text from. */
export interface ModelTask {
  /** What to write; fixed words of AOC. */
  task: string;
  /** Text or JSON; it may hold anything that log records hold. */
  facts: string;
  /** Numbers of events in the facts that the text may cite as `[n]`. Default: none. */
  citable?: readonly number[];
  /** Names of people in the facts. Needed where people are hidden from the model. */
  people?: readonly string[];
  signal?: AbortSignal;
}

/** An answer whose citations were checked. */
export interface ModelAnswer {
  text: string;
  /** Numbers of the events that the text cites. */
  cited: readonly number[];
  removedCitations: number;
  disagreements: readonly string[];
  usage: { requests: number; promptTokens: number; completionTokens: number };
}

/** Why there is no answer of the model, in plain words that hold no secret. `usage`: what was spent all the same. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  constructor(
    message: string,
    readonly usage: ModelAnswer['usage'] = { requests: 0, promptTokens: 0, completionTokens: 0 },
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A language model, wherever it runs. @throws ModelError */
export interface LanguageModel {
  /** Words the answer to a question. */
  answer(question: ModelQuestion): Promise<ModelAnswer>;
  /** Writes a text from facts, such as an explanation of an event. */
  write(input: ModelTask): Promise<ModelAnswer>;
}
