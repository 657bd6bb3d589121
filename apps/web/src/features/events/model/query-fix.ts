import type { FieldError } from '@aoc/contracts';

/** What is wrong with a query text, from the parser or from the API. */
export type Mistake = Omit<FieldError, 'path'>;

/** The query with what was probably meant in place of what is wrong; null without a suggestion. */
export function fixedText(text: string, { position, length = 0, suggestion }: Mistake): string | null {
  if (suggestion === undefined || position === undefined) return null;
  return text.slice(0, position) + suggestion + text.slice(position + length);
}
