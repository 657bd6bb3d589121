import type { AuditEvent } from '@aoc/contracts';

/** Gives out the numbers by which an answer points to events, in the order in which they are first named. */
export class Citations {
  private readonly numbers = new Map<string, number>();
  readonly cited: AuditEvent[] = [];

  /** `[1]`; `[1] [2]` for several. */
  of(events: readonly (AuditEvent | null | undefined)[], most = 3): string {
    return events
      .filter((event) => event !== null && event !== undefined)
      .slice(0, most)
      .map((event) => `[${this.number(event)}]`)
      .join(' ');
  }

  private number(event: AuditEvent): number {
    const known = this.numbers.get(event.dedupe_key);
    if (known !== undefined) return known;
    this.cited.push(event);
    this.numbers.set(event.dedupe_key, this.cited.length);
    return this.cited.length;
  }
}
