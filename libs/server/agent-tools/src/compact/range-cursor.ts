import { DomainError } from '@aoc/contracts';
import { z } from 'zod';

export interface Range {
  start: Date;
  end: Date;
}

const instant = z.int().min(0).max(Date.UTC(2101, 0));
const keptSchema = z.tuple([instant, instant, z.string()]);
const MAX = 1024;

export const rangeCursorSchema = z
  .string()
  .min(1)
  .max(MAX)
  .optional()
  .meta({ description: 'next_cursor of the answer before, with the same arguments' });

/** A position together with the time it belongs to: "the last 7 days" are others when the next page is asked for. */
export const packCursor = ({ start, end }: Range, cursor: string | null): string | null =>
  cursor === null ? null : Buffer.from(JSON.stringify([start.getTime(), end.getTime(), cursor])).toString('base64url');

/** @throws DomainError bad_cursor */
function unpackCursor(text: string): Range & { cursor: string } {
  try {
    const [start, end, cursor] = keptSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { start: new Date(start), end: new Date(end), cursor };
  } catch (cause) {
    throw new DomainError('bad_cursor', 'This cursor is damaged.', {
      errors: [{ path: 'cursor', message: 'not a cursor of this tool' }],
      cause,
    });
  }
}

/** The time and position that a call asks for. @throws DomainError bad_cursor */
export const askedPage = (usual: Range, cursor: string | undefined): Range & { cursor?: string } =>
  cursor === undefined ? usual : unpackCursor(cursor);
