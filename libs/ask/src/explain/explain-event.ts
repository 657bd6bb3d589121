import { lookUpOperation } from '../knowledge/look-up-operation';
import { code, counted, instant, plain } from '../text/markdown';
import { changeTexts } from './changes';
import type { ExplainInput, ExplanationSections } from './explain-input';
import { factsForModel, type ModelFacts } from './facts-for-model';
import { habitsOf } from './habits';
import { nextSteps } from './next-steps';
import { securityMeaning } from './security-meaning';
import { noveltiesOf, typicalText, verdictOf } from './typical';
import { whoAndWhat } from './who-and-what';

const OUTCOMES: Record<string, string> = { success: 'It succeeded.', failure: 'It failed.', timeout: 'It timed out.' };

/** Sources that record only what was done give no result: then nothing is said of it. */
const outcome = (result: string | null): string[] => (result === null ? [] : [OUTCOMES[result] ?? `It ended with ${code(result, 64)}.`]);

const asSentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

function whatHappened({ event, names }: ExplainInput, means: string): string {
  const changes = changeTexts(event.targets, names);
  const head = [
    asSentence(plain(event.display_summary)),
    ...outcome(event.result),
    `It was recorded at ${instant(new Date(event.timestamp))} under ${plain(event.display_category, 128)} as ${code(event.operation, 128)}.`,
    plain(means, 400),
  ].join(' ');
  return changes.length === 0 ? head : `${head}\n\n${changes.map((change) => `- ${change}`).join('\n')}`;
}

/** Everything that is said about an event, computed from facts alone. */
export interface ComputedExplanation {
  sections: ExplanationSections;
  /** The whole as Markdown; `[1]` names the first related event. */
  markdown: string;
  /** The same facts for a language model that writes its own text. */
  forModel: ModelFacts;
}

/** Explains an event from its record, the table of operations, what its actor did before and what happened around it. Pure. */
export function explainEvent(input: ExplainInput): ComputedExplanation {
  const { event, history } = input;
  const found = lookUpOperation(event.service, event.operation, event.display_category);
  const { level, means } = found.knowledge;
  const habits = history === null ? null : habitsOf(input, history);
  const novelties = habits === null ? [] : noveltiesOf(habits);
  const sections: ExplanationSections = {
    what_happened: whatHappened(input, means),
    who_and_what: whoAndWhat(input),
    typical: typicalText(habits, level, new Date(event.timestamp)),
    security_meaning: securityMeaning(found, event.result),
    next_steps: nextSteps(input, found, { verdict: verdictOf(habits, level), novelties }),
  };
  return { sections, markdown: markdownOf(sections, relatedText(input)), forModel: factsForModel(input, found, habits) };
}

const SHOWN = 5;

/** What else happened; `[n]` points to the n-th related event. */
function relatedText({ related, relatedCount, relatedCountIsExact }: ExplainInput): string {
  if (relatedCount === 0) return 'Nothing else of the same actor or target is stored within 24 hours before and after.';
  const number = relatedCountIsExact ? counted(relatedCount, 'other event') : `More than ${counted(relatedCount, 'other event')}`;
  const head = `${number} of the same actor or target ${relatedCount === 1 ? 'is' : 'are'} stored within 24 hours before and after.`;
  const lines = related
    .slice(0, SHOWN)
    .map((event, index) => `- ${instant(new Date(event.timestamp))}: ${asSentence(plain(event.display_summary, 200))} [${index + 1}]`);
  return lines.length === 0 ? head : `${head} ${related.length > SHOWN ? 'Among them' : 'They are'}:\n\n${lines.join('\n')}`;
}

function markdownOf(sections: ExplanationSections, related: string): string {
  return [
    `### What happened\n\n${sections.what_happened}`,
    `### Who and what\n\n${sections.who_and_what}`,
    `### Usual or not\n\n${sections.typical}`,
    `### What it means for security\n\n${sections.security_meaning}`,
    `### Around it\n\n${related}`,
    `### What to do next\n\n${sections.next_steps.map((step, index) => `${index + 1}. ${step}`).join('\n')}`,
  ].join('\n\n');
}
