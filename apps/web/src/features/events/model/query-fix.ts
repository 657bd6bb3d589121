import type { FieldError } from '@aoc/contracts';

/** What is wrong with a query text, from the parser or from the API. */
export type Mistake = Omit<FieldError, 'path'>;

/**
 * The query as it was probably meant, or null without a suggestion. A suggestion stands for the whole text when it continues it, for
 * the whole term when it brings the value of a misnamed field along, else for the characters that are wrong.
 */
export function fixedText(text: string, { position, length = 0, suggestion }: Mistake): string | null {
  if (suggestion === undefined) return null;
  if (position === undefined || (suggestion.length > text.length && suggestion.startsWith(text))) return suggestion;
  const rest = text.slice(position + length);
  const withValue = rest.startsWith(':') && (suggestion.includes(':') || suggestion.startsWith('"'));
  return text.slice(0, position) + suggestion + (withValue ? rest.replace(/^:[^\s"]*/, '') : rest);
}
