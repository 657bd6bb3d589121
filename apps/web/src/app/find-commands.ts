import type { Command } from '../shared/commands';

/** Commands whose label or group holds every typed word, in their order; those that begin with the text come first. */
export function findCommands<C extends Pick<Command, 'label' | 'group'>>(commands: C[], text: string): C[] {
  const typed = text.trim().toLowerCase();
  const words = typed.split(/\s+/);
  const found = commands.filter(({ label, group }) => words.every((word) => `${label} ${group}`.toLowerCase().includes(word)));
  const starts = (command: C) => (command.label.toLowerCase().startsWith(typed) ? 0 : 1);
  return typed === '' ? commands : found.toSorted((a, b) => starts(a) - starts(b));
}

/** Whether a text reads like a question rather than like words to search for. */
export const isQuestion = (text: string): boolean =>
  /\?\s*$/.test(text) || /^\s*(?:who|whom|what|when|which|how|did|does|was|were|has|have|list|show|compare)\s+\S/i.test(text);
