import type { ModelFacts } from '@aoc/ask';
import type { TenantContext } from '@aoc/server/context';
import { ModelError, type LanguageModel } from '../language-model';
import { reserveBudget, type Budget } from '../llm/budget';

const TASK =
  'Explain the event to an analyst in at most 300 words: what happened, who did it and to what, whether that is usual for the actor (say which numbers show it), what it means for security, and what to do next as a numbered list. Use a heading of level 3 for each of these parts.';

/** A language model and what a tenant may spend on it. */
export interface Model {
  languageModel: LanguageModel;
  budget: Budget;
  /** Which one it is, so that texts of another one are not taken for its. */
  name: string;
}

export type ModelText = { text: string } | { error: string };

/** The explanation in the words of the language model, or why there is none. Never throws. */
export async function modelText(ctx: TenantContext, { languageModel, budget }: Model, facts: ModelFacts): Promise<ModelText> {
  const reserved = await reserveBudget(budget, ctx.tenantId, ctx.clock.now());
  if (!reserved.granted) return { error: reserved.reason };
  try {
    const { text, usage } = await languageModel.write({ task: TASK, ...facts });
    await reserved.settle(usage);
    return text.trim() === '' ? { error: 'The language model answered nothing.' } : { text };
  } catch (error) {
    const known = error instanceof ModelError ? error : new ModelError('The language model could not be asked.');
    await reserved.settle(known.usage);
    return { error: known.message };
  }
}
