/** The simulated present: runs with the machine's clock, shifted, or stands still until it is moved. */
export class SimulatorClock {
  private offset = 0;
  private frozenAt: number | null;

  /** `now` (ms): stand still at this time; absent: run in real time. */
  constructor(now?: number) {
    this.frozenAt = now ?? null;
  }

  now(): number {
    return this.frozenAt ?? Date.now() + this.offset;
  }

  set(now: number): void {
    if (this.frozenAt === null) this.offset = now - Date.now();
    else this.frozenAt = now;
  }

  advance(seconds: number): void {
    this.set(this.now() + seconds * 1000);
  }

  /** Let time run on from the present simulated time, or stop it. */
  run(running: boolean): void {
    const now = this.now();
    this.offset = now - Date.now();
    this.frozenAt = running ? null : now;
  }

  get running(): boolean {
    return this.frozenAt === null;
  }
}
