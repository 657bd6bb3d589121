import { DomainError } from '@aoc/contracts';
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Where a page of alerts ended. */
export interface AlertPosition {
  rank: number;
  timestamp: Date;
  id: string;
}

const schema = z.tuple([z.int().min(0).max(4), z.int(), z.string().max(64), z.string()]);
const checksum = (position: unknown[], binding: string): string =>
  createHash('sha256')
    .update(JSON.stringify([position, binding]))
    .digest('base64url')
    .slice(0, 12);

/** Opaque text of a position; `binding` names the list (tenants, filters, order). */
export function encodeAlertCursor({ rank, timestamp, id }: AlertPosition, binding: string): string {
  const position = [rank, timestamp.getTime(), id];
  return Buffer.from(JSON.stringify([...position, checksum(position, binding)])).toString('base64url');
}

/** @throws DomainError bad_cursor when it is damaged or of another list */
export function decodeAlertCursor(text: string, binding: string): AlertPosition {
  try {
    const [rank, at, id, check] = schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    if (check === checksum([rank, at, id], binding)) return { rank, timestamp: new Date(at), id };
  } catch {
    // Whatever is wrong with it, the caller can only begin again.
  }
  throw new DomainError('bad_cursor', 'The cursor is damaged or belongs to another list. Ask for the first page again, without a cursor.', {
    errors: [{ path: 'query.cursor', message: 'is damaged or belongs to another list' }],
  });
}
