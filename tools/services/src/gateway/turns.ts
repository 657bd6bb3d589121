/** How long work of a key goes one after the other once two pieces of it were in each other's way. */
const CALM_MS = 2000;

/** Lets pieces of work that name the same key run one after the other, in the order they came; other keys are not held up. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();
  private readonly crowded = new Map<string, number>();

  /** Says that two pieces of work of the key were in each other's way. */
  noteConflict(key: string): void {
    const now = performance.now();
    for (const [other, until] of this.crowded) if (until <= now) this.crowded.delete(other);
    this.crowded.set(key, now + CALM_MS);
  }

  /** Whether that has happened of late. */
  isCrowded(key: string): boolean {
    return (this.crowded.get(key) ?? 0) > performance.now();
  }

  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key) ?? Promise.resolve();
    const turn = before.then(work);
    const done = turn.catch(() => undefined);
    this.last.set(key, done);
    void done.then(() => {
      if (this.last.get(key) === done) this.last.delete(key);
    });
    return turn;
  }
}
