import type { ModelAnswer } from '../language-model';

/** What was spent: requests to the service, and tokens as it counts them (or an estimate, where it does not say). */
export type Usage = ModelAnswer['usage'];

export const NO_USAGE: Usage = { requests: 0, promptTokens: 0, completionTokens: 0 };

export const addUsage = (a: Usage, b: Usage): Usage => ({
  requests: a.requests + b.requests,
  promptTokens: a.promptTokens + b.promptTokens,
  completionTokens: a.completionTokens + b.completionTokens,
});

/** Tokens of a text when the service does not tell: English has about four characters a token, JSON less. */
export const estimatedTokens = (characters: number): number => Math.ceil(characters / 3.5);
