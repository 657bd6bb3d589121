import type { BrokenRecord } from '@aoc/microsoft';
import { createHash } from 'node:crypto';
import { DamagedPageError } from './damaged-page-error';

/** Readings of a slice whose pages came damaged; damage on the way is gone the next time. */
const MAX_READINGS = 8;
/**
 * Readings in a row that show the same damage before it counts as Microsoft's own. Fewer are not proof: what spoils an answer on the
 * way may well spoil the same record in the same way twice, and a record that is taken for broken is never asked for again.
 */
const SAME_READINGS = 4;

/** One reading of a slice from its first page to its last; what could be read is stored. */
export interface Reading {
  records: number;
  blobs: number;
  /** A page ended early: something is missing, and nobody knows what. */
  truncated: boolean;
  /** What was unreadable, as {@link damageMark}; empty when everything was whole. */
  damage: string[];
}

/** A shorter text may stand for any record: "record unavailable", an empty object. A longer one has an id or a time of its own. */
const MIN_TELLING_LENGTH = 100;

/** Tells one damage from another without keeping its text. `page`: which page of the reading it is on. */
export function damageMark({ text, index }: Pick<BrokenRecord, 'text' | 'index'>, page: string): string {
  const place = text.length < MIN_TELLING_LENGTH ? `${page} ${index}` : '';
  return createHash('sha256')
    .update(JSON.stringify([place, text]))
    .digest('base64');
}

/**
 * Reads a slice until nothing in it is damaged, or the same things are time and again: then that is how Microsoft has them.
 * @param what of what the slice is a part and where it begins, for the operator
 * @throws DamagedPageError when each reading is damaged in another way
 */
export async function readUntilSound(what: string, read: () => Promise<Reading>): Promise<Reading> {
  let before: string | null = null;
  let same = 0;
  for (let count = 1; count <= MAX_READINGS; count += 1) {
    const reading = await read();
    if (!reading.truncated && reading.damage.length === 0) return reading;
    const damage = reading.truncated ? null : [...reading.damage].sort().join();
    same = damage !== null && damage === before ? same + 1 : 1;
    before = damage;
    if (same >= SAME_READINGS) return reading;
  }
  throw new DamagedPageError(what);
}
