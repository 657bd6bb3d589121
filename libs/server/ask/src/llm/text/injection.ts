import type { CitedEvent } from '@aoc/contracts';

/** Ways in which texts speak to a model instead of recording something. */
const SPEAKS_TO_A_MODEL = new RegExp(
  [
    '\\b(?:ignore|disregard|forget|override|bypass)\\b.{0,20}\\b(?:all|any|previous|prior|above|earlier|preceding|your|these|the)\\b.{0,20}\\b(?:instructions?|prompts?|guidelines|directions)\\b',
    '\\b(?:system|developer) prompt\\b',
    '\\byou are (?:now )?an? (?:ai|helpful|language model|assistant|chatbot)\\b',
    '\\b(?:new|updated) instructions?\\s*:',
    '<\\|?(?:im_start|im_end|system|assistant)\\|?>',
    '\\[/?INST\\]',
    '\\b(?:do not|never) (?:mention|report|reveal|tell)\\b.{0,60}\\b(?:analyst|this event|this record|this log)\\b',
  ].join('|'),
  'i',
);

/** Numbers of the events whose own words read like instructions to a language model. */
export const eventsThatInstruct = (events: readonly CitedEvent[]): number[] =>
  events
    .filter((event) =>
      [event.operation, event.actor_display, event.display_summary, event.result, event.service, ...event.target_displays].some((text) =>
        SPEAKS_TO_A_MODEL.test(text),
      ),
    )
    .map(({ number }) => number);

const COPIED = 60;
const STEP = 20;
const flat = (words: string): string => words.replace(/[^\p{L}\p{N}]+/gu, ' ').toLowerCase();

/** Tells whether a text repeats a longer part of the instructions, or the word that marks the data: it was made to give them away. */
export function leakDetector(instructions: string, marker: string): (text: string) => boolean {
  const source = flat(instructions);
  const parts = [flat(marker).trim()];
  for (let at = 0; at + COPIED <= source.length; at += STEP) parts.push(source.slice(at, at + COPIED));
  return (text) => {
    const said = flat(text);
    return parts.some((part) => said.includes(part));
  };
}
