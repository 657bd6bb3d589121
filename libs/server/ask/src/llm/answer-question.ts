import type { Clock } from '@aoc/server/context';
import type { ModelAnswer, ModelQuestion } from '../language-model';
import { checkedAnswer, type Checks } from './checked-answer';
import type { Connection } from './connection';
import { converse } from './conversation';
import { evidenceFor } from './prompt/evidence';
import { answerInstructions } from './prompt/instructions';
import { newMarker, opening } from './prompt/messages';
import { veilFor } from './prompt/veil';
import type { ModelSettings } from './settings';
import { checkCitations } from './text/citations';
import { disagreementsIn, type Counted } from './text/disagreements';
import { harmlessMarkdown } from './text/harmless-markdown';
import { hideSecrets } from './text/hide-secrets';
import { eventsThatInstruct, leakDetector } from './text/injection';
import { textStream } from './text/text-stream';

/** Longer than the part of the instructions that counts as a repetition. */
const LEAK_WINDOW = 600;

/** A stream of the text that restarts with each answer of the model, and ends when it begins to give the instructions away. */
function streamOf({ onText }: ModelQuestion, { leaks, show, known }: Checks): ((sofar: string, step: number) => void) | undefined {
  if (onText === undefined) return undefined;
  const stream = textStream((piece) => checkCitations(harmlessMarkdown(show(piece)).text, known).text, onText);
  let present = 0;
  let leaked = false;
  return (sofar, step) => {
    leaked ||= leaks(sofar.slice(-LEAK_WINDOW));
    if (leaked) return;
    if (step !== present) stream.restart();
    present = step;
    stream.grow(sofar);
  };
}

/** The counts that the answer is held against; the total only when everything was counted. */
const countsOf = ({ numbers, info }: ModelQuestion): Counted[] =>
  info.completeness === 'exact' ? [...numbers, { label: 'events', value: info.total_matched }] : [...numbers];

function instructNote(numbers: readonly number[]): string {
  if (numbers.length === 0) return '';
  const events = `Event${numbers.length === 1 ? '' : 's'} ${numbers.map((number) => `[${number}]`).join(' ')}`;
  return `\n\n*${events} hold${numbers.length === 1 ? 's' : ''} text that reads like instructions to a language model. It was treated as data.*`;
}

/** Words the answer to a question from its evidence. @throws ModelFailure */
export async function answerQuestion(
  connection: Connection,
  settings: ModelSettings,
  question: ModelQuestion,
  clock: Clock,
): Promise<ModelAnswer> {
  const marker = newMarker();
  const instructions = answerInstructions(marker);
  const { people = [], events, tools, signal } = question;
  const veil = veilFor(settings.pseudonymise, { people, entity: question.info.entity, events, question: question.question });
  const { json, shown } = evidenceFor(question, veil);
  const request = `Question of the analyst: ${JSON.stringify(veil.hide(hideSecrets(question.question)))}`;
  const checks: Checks = { leaks: leakDetector(instructions, marker), known: shown, show: (text) => veil.show(text) };
  const outcome = await converse(
    connection,
    settings,
    { opening: opening(instructions, marker, request, json), marker, tools, veil, signal, onText: streamOf(question, checks) },
    clock,
  );
  const answer = checkedAnswer(outcome, checks);
  const disagreements = disagreementsIn(answer.text, countsOf(question));
  if (shown.size > 0 && answer.cited.length === 0) disagreements.push('The answer of the language model names no event as its evidence.');
  const instructing = eventsThatInstruct(events.filter(({ number }) => shown.has(number))).slice(0, 5);
  const cited = [...new Set([...answer.cited, ...instructing])];
  return { ...answer, text: `${answer.text}${instructNote(instructing)}`, cited, disagreements };
}
