import { findCommands, isQuestion } from './find-commands';

const commands = [
  { label: 'Use the light theme', group: 'Actions' },
  { label: 'Events', group: 'Go to' },
  { label: 'Export as CSV', group: 'Events' },
];

it.each([
  ['', [0, 1, 2]],
  ['ev', [1, 2]],
  ['csv export', [2]],
  ['theme', [0]],
  ['nothing', []],
])('“%s” finds', (text, found) => expect(findCommands(commands, text).map((command) => commands.indexOf(command))).toEqual(found));

it.each([
  ['who deleted bob', true],
  ['laptop-1 deleted?', true],
  ['how to', true],
  ['LAPTOP-1', false],
  ['whoami', false],
  ['who', false],
])('%s reads like a question: %s', (text, expected) => expect(isQuestion(text)).toBe(expected));
