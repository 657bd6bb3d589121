import type { AuditBreak } from '@aoc/contracts';
import type { MacBox } from '@aoc/server/secrets';
import type { AuditRowDocument } from './audit.schema';
import type { Link } from './chain-writer';
import { ROW_MARK, rowHash } from './row-hash';

/** Places around the one where a row was found in which it is looked for as the one that it had. */
const MOVED_AT_MOST = 500;

const rangeOf = (from: number, to: number): string => (from === to ? `Row ${from} is` : `Rows ${from} to ${to} are`);

/** Takes the rows of a chain in order, one at a time, and finds the first that does not fit. Holds nothing but the last link. */
export class ChainCheck {
  rows = 0;
  /** Rows without a mark at the beginning, from before there was a key. */
  unsealed = 0;
  /** Whether a row carried a mark: then all that follow must. */
  sealed: boolean;

  /** @param link the row before the first one; `sealed`: whether that row carried a mark */
  constructor(
    private readonly macs: MacBox,
    private link: Link,
    sealed = false,
  ) {
    this.sealed = sealed;
  }

  get last(): Link {
    return this.link;
  }

  /** @returns what is wrong with the row, or null when it follows the ones before */
  take(row: AuditRowDocument): AuditBreak | null {
    const place = this.link.seq + 1;
    const broken = this.placeOf(row, place) ?? this.contentOf(row, place) ?? this.markOf(row, place);
    if (broken) return broken;
    this.link = { seq: row.seq, hash: row.hash };
    this.rows += 1;
    return null;
  }

  private placeOf({ seq }: AuditRowDocument, place: number): AuditBreak | null {
    if (seq === place) return null;
    if (seq > place) return { seq: place, kind: 'missing', detail: `${rangeOf(place, seq - 1)} missing.` };
    return { seq, kind: 'duplicated', detail: `There is more than one row ${seq}.` };
  }

  private contentOf(row: AuditRowDocument, place: number): AuditBreak | null {
    if (rowHash(row) !== row.hash) {
      const origin = this.originOf(row);
      return origin === null
        ? { seq: place, kind: 'changed', detail: `Row ${place} is not as it was written: its content does not have its hash.` }
        : { seq: place, kind: 'reordered', detail: `In the place of row ${place} stands what was written as row ${origin}.` };
    }
    if (row.prev_hash === this.link.hash) return null;
    const detail =
      place === 1
        ? 'Row 1 does not begin the chain: rows before it are missing, or it was written anew.'
        : `Row ${place} does not follow row ${place - 1}: one of the two was changed and given a new hash.`;
    return { seq: place, kind: 'changed', detail };
  }

  /** The place that a row was written for, when nothing but its place was changed. */
  private originOf(row: AuditRowDocument): number | null {
    const matches = (seq: number): boolean => rowHash({ ...row, seq }) === row.hash;
    for (let distance = 1; distance <= MOVED_AT_MOST; distance++) {
      if (row.seq - distance >= 1 && matches(row.seq - distance)) return row.seq - distance;
      if (matches(row.seq + distance)) return row.seq + distance;
    }
    return null;
  }

  private markOf({ hash, mac }: AuditRowDocument, place: number): AuditBreak | null {
    if (mac === null) {
      if (this.sealed)
        return {
          seq: place,
          kind: 'unsealed',
          detail: `Row ${place} carries no mark, but rows before it do: it was not written by AOC with its key.`,
        };
      this.unsealed += 1;
      return null;
    }
    this.sealed = true;
    if (!this.macs.hasKey) return null;
    const verdict = typeof mac === 'string' ? this.macs.check(ROW_MARK, hash, mac) : 'false';
    if (verdict === 'genuine') return null;
    return verdict === 'false'
      ? { seq: place, kind: 'changed', detail: `Row ${place} was written by somebody without the key of AOC.` }
      : {
          seq: place,
          kind: 'unknown_key',
          detail: `Row ${place} is marked under the key ${mac.split('.')[0]?.slice(0, 16)}, which is not configured. Add that key to ENCRYPTION_KEY_PREVIOUS.`,
        };
  }
}
