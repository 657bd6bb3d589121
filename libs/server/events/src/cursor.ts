import { DomainError } from '@aoc/contracts';
import { createHash } from 'node:crypto';

export type SortDirection = 'asc' | 'desc';

/** Where a page ended: the last event's time and `_id` (24 hex digits). */
export interface Position {
  timestamp: Date;
  id: string;
}

const VERSION = 1;
const CHECK_BYTES = 9;
/** version and sort (1), milliseconds (8), _id (12), checksum (9): a multiple of three, so base64url has no slack bits. */
const LENGTH = 1 + 8 + 12 + CHECK_BYTES;

/** Version in the high bits, sort in the lowest. */
const head = (sort: SortDirection): number => (VERSION << 1) | (sort === 'asc' ? 1 : 0);

/**
 * The checksum binds a cursor to the list that it came from. It is no secret: a cursor gives nobody more than the same query
 * without it, since tenant and privacy limits are added to every query.
 */
function checksum(payload: Buffer, binding: string): Buffer {
  return createHash('sha256').update(payload).update(binding).digest().subarray(0, CHECK_BYTES);
}

/** Opaque text of a position; `binding` names the list (tenants and filters). */
export function encodeCursor(position: Position, sort: SortDirection, binding: string): string {
  const payload = Buffer.alloc(LENGTH - CHECK_BYTES);
  payload.writeUInt8(head(sort), 0);
  payload.writeBigInt64BE(BigInt(position.timestamp.getTime()), 1);
  payload.write(position.id, 9, 12, 'hex');
  return Buffer.concat([payload, checksum(payload, binding)]).toString('base64url');
}

/**
 * The position of a cursor.
 * @throws DomainError bad_cursor when it is damaged, of another version, or of a list with other filters, order or tenant
 */
export function decodeCursor(text: string, sort: SortDirection, binding: string): Position {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== LENGTH || bytes.toString('base64url') !== text) throw badCursor('is damaged');
  const payload = bytes.subarray(0, LENGTH - CHECK_BYTES);
  if (payload.readUInt8(0) >> 1 !== VERSION) throw badCursor('is damaged or of another version');
  if (!checksum(payload, binding).equals(bytes.subarray(payload.length)) || payload.readUInt8(0) !== head(sort))
    throw badCursor('is damaged, or belongs to a list with other filters, another order or another tenant');
  const timestamp = new Date(Number(payload.readBigInt64BE(1)));
  if (Number.isNaN(timestamp.getTime())) throw badCursor('is damaged');
  return { timestamp, id: payload.toString('hex', 9, 21) };
}

function badCursor(reason: string): DomainError {
  return new DomainError('bad_cursor', `The cursor ${reason}. Ask for the first page again, without a cursor.`, {
    errors: [{ path: 'query.cursor', message: reason }],
  });
}
