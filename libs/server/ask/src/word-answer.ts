import type { ComposedAnswer } from '@aoc/ask';
import type { AskBody, CitedEvent, CoverageVerdict, QueryInfo } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import type { AskDeps } from './ask-deps';
import { ModelError, type ModelAnswer } from './language-model';
import { reserveBudget } from './llm/budget';

/** What becomes of an answer when a language model words it; `error` when there is one that did not. */
export type Worded = { answer: ModelAnswer } | { error: string } | null;

export interface WordInput {
  body: AskBody;
  composed: ComposedAnswer;
  events: readonly CitedEvent[];
  coverage: CoverageVerdict;
  info: QueryInfo;
  onText?: (piece: string) => void;
  signal?: AbortSignal;
}

/** Lets the language model, where there is one, word what was computed. Never throws but when it was called off. */
export async function wordAnswer(ctx: TenantContext, deps: AskDeps, input: WordInput): Promise<Worded> {
  const { model } = deps;
  if (model === null) return null;
  const reservation = await reserveBudget(model.budget, ctx.tenantId, ctx.clock.now());
  if (!reservation.granted) return { error: reservation.reason };
  try {
    const answer = await model.languageModel.answer({
      question: input.body.question,
      computed: input.composed.text,
      numbers: input.composed.numbers,
      people: input.composed.people,
      events: input.events,
      coverage: input.coverage,
      info: input.info,
      tools: deps.tools(ctx),
      ...(input.onText ? { onText: input.onText } : {}),
      ...(input.signal ? { signal: input.signal } : {}),
    });
    await reservation.settle(answer.usage);
    return { answer };
  } catch (error) {
    await reservation.settle(error instanceof ModelError ? error.usage : { requests: 1, promptTokens: 0, completionTokens: 0 });
    input.signal?.throwIfAborted();
    if (error instanceof ModelError) return { error: error.message };
    deps.onProblem?.('the language model could not be asked', error);
    return { error: 'The language model could not be asked.' };
  }
}
