import type { JsonObject } from '@aoc/contracts';
import { parseTimestamp } from '@aoc/normalization';
import { createHash } from 'node:crypto';
import type { StoredComment } from './event.schema';

/** UUID-shaped and always the same for the same comment, for comments that have no id. */
function idOfComment(parts: readonly unknown[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** Times whose text has four digits for the year. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T00:00:00Z');

/** A time of 1.x (text, or a date where somebody made one of it) as a date; null when it is none. */
export function legacyDate(value: unknown): Date | null {
  const time = value instanceof Date ? value.getTime() : parseTimestamp(value);
  return time !== null && time > EARLIEST && time < LATEST ? new Date(time) : null;
}

/** Comments as 1.x stored them. @param owner id of what they are about */
export function legacyComments(value: unknown, fallback: Date, owner: string): StoredComment[] {
  if (!Array.isArray(value)) return [];
  return value.map((comment: unknown, index): StoredComment => {
    const fields: JsonObject = typeof comment === 'object' && comment !== null ? { ...comment } : { text: comment };
    const content = typeof fields.text === 'string' ? fields.text : JSON.stringify(fields.text ?? fields);
    const author = typeof fields.author === 'string' && fields.author !== '' ? fields.author : 'unknown';
    const id = typeof fields.id === 'string' && fields.id !== '' ? fields.id : idOfComment([owner, index, content, author]);
    return { id, text: content, author, timestamp: legacyDate(fields.timestamp ?? fields.created_at) ?? fallback };
  });
}
