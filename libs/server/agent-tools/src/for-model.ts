import { DomainError } from '@aoc/contracts';
import type { ModelTool } from '@aoc/server/ask';
import type { TenantContext } from '@aoc/server/context';
import { lined } from './compact/lined';
import { errorText } from './error-text';
import { readingTools } from './registry';
import { mayUse, runTool } from './run-tool';
import type { ReadingDeps } from './tool';

/** The reading tools for a language model, with the rights of the caller. What the model does wrong is an answer to it, not an error. */
export function forModel(ctx: TenantContext, deps: ReadingDeps, signal: AbortSignal = new AbortController().signal): ModelTool[] {
  return readingTools
    .filter((tool) => mayUse(ctx, tool))
    .map((tool) => ({
      name: tool.name,
      description: tool.description,
      input: tool.input,
      run: async (args) => {
        try {
          return lined(await runTool(ctx, deps, tool, args, signal));
        } catch (error) {
          if (error instanceof DomainError && error.status < 500) return { error: errorText(error) };
          throw error;
        }
      },
    }));
}
