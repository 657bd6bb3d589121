import type { RejectionReason } from '@aoc/contracts';

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

/** One page of a Graph list, or one content blob. */
export interface RecordPage {
  /** Values as parsed from JSON; what they are is for normalisation to judge. */
  records: unknown[];
  broken: BrokenRecord[];
  /** `graph:directory 2026-01-01T00:00:00.000Z/2026-01-01T06:00:00.000Z #3` or `blob:<contentId>`: for reports, not for reading again. */
  location: string;
  /** True when the text ended early, so that records may be missing after the last one. */
  truncated: boolean;
}
