import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json';

/** Purposes of the keys: the mark of a row must not serve as that of a head, or whoever cuts off rows could make a head for what is left. */
export const ROW_MARK = 'audit row';
export const HEAD_MARK = 'audit head';

/** `prev_hash` of the first row. */
export const GENESIS = '0'.repeat(64);

/** Hash of a row as 64 hex digits: over all its members but `_id`, `hash` and `mac`, so that a member that somebody adds counts too. */
export function rowHash(row: object): string {
  const covered = Object.fromEntries(Object.entries(row).filter(([name]) => name !== '_id' && name !== 'hash' && name !== 'mac'));
  return createHash('sha256').update(canonicalJson(covered)).digest('hex');
}

/** What the mark of a head covers. */
export const headText = ({ tenant_id, seq, hash }: { tenant_id: string; seq: number; hash: string }): string =>
  canonicalJson({ tenant_id, seq, hash });
