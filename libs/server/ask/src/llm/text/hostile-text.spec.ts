import { cpuTime } from '@aoc/testing';
import { harmlessMarkdown } from './harmless-markdown';
import { checkCitations } from './citations';
import { disagreementsIn } from './disagreements';
import { hideSecrets } from './hide-secrets';
import { leakDetector } from './injection';
import { Pseudonyms } from './pseudonyms';
import { textStream, withoutThoughts } from './text-stream';

const PIECES = [
  '[',
  'a',
  'a.',
  '1',
  'a-',
  '![',
  '](',
  '<a ',
  '[a](',
  '<a:',
  '](((',
  '[1,',
  '[1, 1',
  '1 a ',
  '12 a.b-c ',
  '1,000,',
  '"',
  '`',
  'a@',
  'a.b@c.',
  '1.1.',
  '::',
  'a:b:',
  'password=',
  'eyJaaaaaaaa.',
  'x://a:',
  '- ',
  'in the ',
  '<think>',
  ' ',
  '\n',
  'Bearer ',
  "'",
  '-----BEGIN PRIVATE KEY-----',
  'event 1 ',
];
const LENGTH = 16_000;
/** What a record or the result of a tool may hold. */
const RECORD = 100_000;

it.each(PIECES)('takes no time worth speaking of over a long text of %j', (piece) => {
  const text = piece.repeat(LENGTH / piece.length);
  const record = piece.repeat(RECORD / piece.length);
  const leaks = leakDetector('instructions '.repeat(200), 'DATA-1');
  const pseudonyms = new Pseudonyms();
  pseudonyms.name('Person', 'Ada Adams');
  const steps: Record<string, () => unknown> = {
    harmlessMarkdown: () => harmlessMarkdown(text),
    checkCitations: () => checkCitations(text, new Set([1])),
    disagreementsIn: () => disagreementsIn(text, [{ label: 'events', value: 3 }]),
    hideSecrets: () => hideSecrets(record),
    leaks: () => leaks(text),
    pseudonyms: () => pseudonyms.hide(record),
    withoutThoughts: () => withoutThoughts(text),
    textStream: () =>
      textStream(
        (one) => one,
        () => undefined,
      ).grow(text),
  };
  for (const [name, step] of Object.entries(steps)) {
    const milliseconds = cpuTime(step);
    expect({ name, slow: milliseconds > 2000 ? milliseconds : false }).toEqual({ name, slow: false });
  }
});
