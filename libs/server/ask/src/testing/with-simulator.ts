import { startLlmSimulator, type LlmSimulator } from '@aoc/tools/llm-simulator';
import { ModelError, type LanguageModel } from '../language-model';
import { createLanguageModel, type LanguageModelOptions } from '../llm/create-language-model';
import type { LanguageModelConfig } from '../llm/settings';
import { KEY, modelConfig } from './model-question';

export interface SimulatedModel {
  simulator: LlmSimulator;
  /** A language model that calls the simulator. */
  open(change?: Partial<LanguageModelConfig>, options?: LanguageModelOptions): LanguageModel;
}

/** A simulator for the tests of a file, empty before each. To be called at the top of a file. */
export function withSimulator(): SimulatedModel {
  let running: LlmSimulator | null = null;
  const simulator = (): LlmSimulator => {
    if (running === null) throw new Error('The simulator does not run yet');
    return running;
  };
  beforeAll(async () => {
    running = await startLlmSimulator({ key: KEY });
  });
  beforeEach(() => simulator().reset());
  afterAll(() => simulator().stop());
  return {
    get simulator() {
      return simulator();
    },
    open(change = {}, options = {}) {
      const model = createLanguageModel(modelConfig({ LLM_BASE_URL: simulator().url, ...change }), options);
      if (model === null) throw new Error('There is no model');
      return model;
    },
  };
}

/** The error of work that has to fail with a {@link ModelError}. */
export async function failureOf(work: Promise<unknown>): Promise<ModelError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
  throw new Error('It did not fail');
}
