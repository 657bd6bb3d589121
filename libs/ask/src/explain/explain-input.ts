import type { AuditEvent } from '@aoc/contracts';

/** One event that the same actor caused before. */
export interface PastEvent {
  at: Date;
  operation: string;
  ip: string | null;
  /** Two-letter code or name of a country, as the record says it. */
  country: string | null;
  /** Name of the application that was signed in to. */
  application: string | null;
}

/** What the actor did before the event, as far as it is stored and the caller may see it. */
export interface ActorHistory {
  /** Newest first. */
  events: readonly PastEvent[];
  /** From when on the events are there. */
  from: Date;
  /** False when there are more events than were read: `from` is then the time of the oldest that was. */
  complete: boolean;
  /** Whether the actor did the same operation in the 30 days before; null when that took too long to find out. */
  sameOperationBefore: boolean | null;
}

/** Everything that an explanation is made from. */
export interface ExplainInput {
  event: AuditEvent;
  /** Where the event came from, as its record says it. */
  country: string | null;
  /** Application that was signed in to; null for what is no sign-in. */
  application: string | null;
  /** Names of GUIDs that occur in the event, by lower-case GUID. */
  names: ReadonlyMap<string, string>;
  /** Events of the same actor or target within 24 hours of the event, by time. */
  related: readonly AuditEvent[];
  relatedCount: number;
  /** False when there are more than were counted. */
  relatedCountIsExact: boolean;
  /** Null when nobody knows who did it. */
  history: ActorHistory | null;
}

/** The parts of an explanation, each Markdown. */
export interface ExplanationSections {
  what_happened: string;
  who_and_what: string;
  typical: string;
  security_meaning: string;
  next_steps: string[];
}
