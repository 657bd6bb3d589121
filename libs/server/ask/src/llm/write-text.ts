import type { Clock } from '@aoc/server/context';
import type { ModelAnswer, ModelTask } from '../language-model';
import { checkedAnswer } from './checked-answer';
import type { Connection } from './connection';
import { converse } from './conversation';
import { clipped } from './prompt/evidence';
import { writeInstructions } from './prompt/instructions';
import { newMarker, opening } from './prompt/messages';
import { veilFor } from './prompt/veil';
import type { ModelSettings } from './settings';
import { hideSecrets } from './text/hide-secrets';
import { leakDetector } from './text/injection';

const FACTS_CHARACTERS = 60_000;

/** Writes a text from facts, without tools. @throws ModelFailure */
export async function writeText(connection: Connection, settings: ModelSettings, input: ModelTask, clock: Clock): Promise<ModelAnswer> {
  const marker = newMarker();
  const instructions = writeInstructions(marker);
  const veil = veilFor(settings.pseudonymise, { people: input.people ?? [], entity: null, events: [], question: '' });
  // One line of JSON, so that nothing in the facts can look like the end of the data.
  const json = JSON.stringify({ facts: clipped(veil.hide(hideSecrets(input.facts)), FACTS_CHARACTERS) });
  const outcome = await converse(
    connection,
    settings,
    { opening: opening(instructions, marker, `Task: ${input.task}`, json), marker, tools: [], veil, signal: input.signal },
    clock,
  );
  return checkedAnswer(outcome, {
    leaks: leakDetector(instructions, marker),
    known: new Set(input.citable ?? []),
    show: (text) => veil.show(text),
  });
}
