import type { AuditEvent, CoverageVerdict, Histogram } from '@aoc/contracts';

/** What matches are counted by. A `target` is what an event is about in the first place. */
export type TallyField = 'actor' | 'target' | 'operation' | 'service' | 'result' | 'day';

/** One value with its matches, and the newest of them. */
export interface Counted {
  value: string;
  count: number;
  /** Milliseconds since 1970. */
  newest: number;
}
export interface Breakdown {
  /** Most frequent first. */
  values: readonly Counted[];
  /** Different values. */
  distinct: number;
}

/** Counts of what matches. */
export interface Tally {
  total: number;
  completeness: Histogram['completeness'];
  /** Events that the breakdowns count: fewer than the total when that is too many to read. */
  read: number;
  by: Readonly<Record<TallyField, Breakdown>>;
}

/** Why something is worth a look. */
export interface Finding {
  kind: 'critical' | 'burst' | 'failures' | 'new_operation' | 'new_actor' | 'night';
  /** What it is about: an operation, or who did it. */
  operation: string | null;
  actor: string | null;
  count: number;
  events: readonly AuditEvent[];
}

/** What the stored events say about a question. */
export interface Evidence {
  tally: Tally;
  /** Of the period that is compared with. */
  second: Tally | null;
  /** A sample, at most as many as asked for: first and last, failures, what matters for security, then of everything something. By time. */
  events: readonly AuditEvent[];
  first: AuditEvent | null;
  last: AuditEvent | null;
  /** With no match: the newest one before the time. */
  outside: AuditEvent | null;
  findings: readonly Finding[];
  /** Names of people by lower-case UPN. */
  names: ReadonlyMap<string, string>;
  coverage: CoverageVerdict;
}
