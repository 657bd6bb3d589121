import type { ModelAnswer } from '../language-model';
import { ModelFailure } from './model-failure';
import type { Outcome } from './conversation';
import { checkCitations } from './text/citations';
import { harmlessMarkdown } from './text/harmless-markdown';
import { withoutThoughts } from './text/text-stream';

export interface Checks {
  leaks(text: string): boolean;
  /** Numbers of events that may be cited. */
  known: ReadonlySet<number>;
  show(text: string): string;
}

const CUT = '\n\n*The answer was longer than is allowed and ends here.*';
const TAKEN_OUT = '\n\n*AOC took links, images or HTML out of this answer.*';

/**
 * The answer that may be shown: names again, nothing to fetch or follow, only citations that exist.
 * @throws ModelFailure when it gives away the instructions, or when nothing is left
 */
export function checkedAnswer({ text: raw, cut, usage }: Outcome, { leaks, known, show }: Checks): ModelAnswer {
  const said = withoutThoughts(raw);
  if (leaks(said))
    throw new ModelFailure(
      'leak',
      'The language model repeated its instructions, as log records may have told it to; its answer was thrown away.',
      {
        usage,
      },
    );
  const harmless = harmlessMarkdown(show(said));
  const { text, cited, removed } = checkCitations(harmless.text, known);
  if (text.trim() === '') throw new ModelFailure('empty', 'The language model gave an empty answer.', { usage });
  const notes = `${cut ? CUT : ''}${harmless.removed > 0 ? TAKEN_OUT : ''}`;
  return { text: `${text.trim()}${notes}`, cited, removedCitations: removed, disagreements: [], usage };
}
