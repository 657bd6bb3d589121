import type { RuleBody } from '@aoc/contracts';

export type SigmaVerdict = 'imported' | 'imported_with_notes' | 'cannot_run';

/** Where in the document the fault is, as a path of its keys or a line, and what it is. */
export interface SigmaReason {
  place: string;
  message: string;
}

/** What became of one YAML document. `rule` is there unless the verdict is `cannot_run`. */
export interface SigmaReport {
  title: string | null;
  id: string | null;
  verdict: SigmaVerdict;
  reasons: SigmaReason[];
  /** where the translation differs from the letter of the rule, and what a person must see to */
  notes: string[];
  rule?: RuleBody;
  /** the text could not even be read as YAML, or nothing is in it */
  unread?: true;
}

export interface SigmaOptions {
  /** values for `expand`: placeholder name without percent signs to its values */
  placeholders?: Readonly<Record<string, readonly string[]>>;
}

const MAX_REASONS = 30;

/** Collects what speaks against a rule and what must be said of it. */
export class Findings {
  readonly reasons: SigmaReason[] = [];
  readonly notes: string[] = [];
  /** the rule is imported switched off: it waits for values of the tenant's own, or only serves a correlation */
  switchedOff = false;

  /** Always null, so that a reader can fail and return in one go. */
  fail(place: string, message: string): null {
    const known = this.reasons.some((reason) => reason.place === place && reason.message === message);
    if (!known && this.reasons.length < MAX_REASONS) this.reasons.push({ place: place.slice(0, 300), message: message.slice(0, 1000) });
    return null;
  }

  note(message: string): void {
    if (!this.notes.includes(message) && this.notes.length < MAX_REASONS) this.notes.push(message.slice(0, 1000));
  }

  get failed(): boolean {
    return this.reasons.length > 0;
  }
}

/** Text of the rule for a message, so short that a message stays readable. */
export const quoted = (text: string): string => `"${text.length > 120 ? `${text.slice(0, 117)}...` : text}"`;
