import type { RejectionReason } from '@aoc/contracts';
import type { HandOver } from './parse/read-sliced';

/** A record that could not be read out of its page; the others of the page were. */
export interface BrokenRecord {
  /** Place in the page, counted from 0. */
  index: number;
  reason: RejectionReason;
  /** What is wrong, for an operator. */
  detail: string;
  /** The text of the record as far as it is known, cut at 64 kB. */
  text: string;
}

/** One page of a Graph list, or one content blob; of a large one a part. */
export interface RecordPage {
  /** Values as parsed from JSON; what they are is for normalisation to judge. */
  records: unknown[];
  broken: BrokenRecord[];
  /** `graph:directory 2026-01-01T00:00:00.000Z/2026-01-01T06:00:00.000Z #3` or `blob:<contentId>`: for reports, not for reading again. */
  location: string;
  /** True when the text ended early, so that records may be missing after the last one. */
  truncated: boolean;
  /** Records of the same answer that were handed over before these. */
  given: number;
  /** Bytes of text that the records were read from. */
  bytes: number;
}

/**
 * Takes the parts of an answer that is too large to be held, as they come; the last part is what the reading itself returns. Nothing
 * more is read until it resolves, and what it throws ends the reading. An answer that has to be asked for again gives its parts again.
 */
export type PartHandler = (part: RecordPage) => Promise<void>;

/** Hands the records of one answer over as its parts. */
export function partsOf(location: string, onPart: PartHandler | undefined): HandOver | undefined {
  return onPart && ((records, { given, bytes }) => onPart({ records, broken: [], location, truncated: false, given, bytes }));
}
