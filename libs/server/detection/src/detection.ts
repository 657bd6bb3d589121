import type { TenantId, WorkingTime } from '@aoc/contracts';
import type { AlertStore, Raised } from '@aoc/server/alerts';
import type { TenantContext } from '@aoc/server/context';
import type { EventStore } from '@aoc/server/events';
import type { RuleSets, RuleStore } from '@aoc/server/rules';

/** Where the windows of rules are kept; see WindowStore of @aoc/server/queues. Times in ms. */
export interface Windows {
  add(
    windows: readonly { key: readonly string[]; entries: readonly { at: number; text: string }[] }[],
    options: { keepMs: number; ends?: boolean },
  ): Promise<void>;
  between(ranges: readonly { key: readonly string[]; from: number; to: number }[]): Promise<{ at: number; text: string }[][]>;
  since(rule: readonly string[]): Promise<number | null>;
  setSince(rule: readonly string[], since: number, keepMs: number, generation: string): Promise<boolean>;
  generation(): Promise<string>;
}

/** Numbers of one run over new events. */
export interface DetectionTally {
  events: number;
  matches: number;
  suppressed: number;
  alerts: number;
  failures: number;
  /** Milliseconds of evaluating, without the stores. */
  evaluateMs: number;
}

export interface Detected extends DetectionTally {
  /** Which windows the events were noted in; null when no rule with windows met any. */
  generation: string | null;
}

/** Everything that detection works with; made once per process. */
export interface Detection {
  events: EventStore;
  rules: RuleStore;
  ruleSets: RuleSets;
  /** Working time of a tenant; null: the usual one. */
  workingTimeOf(tenant: TenantId): Promise<WorkingTime | null>;
  alerts: AlertStore;
  windows: Windows;
  /** Told of alerts that are new or grew: for notifications and live views. Must be idempotent: a crash repeats it. */
  onRaised?: (ctx: TenantContext, raised: readonly Raised[]) => Promise<void>;
  onTally?: (tally: DetectionTally) => void;
  /** Monotonic milliseconds, for the tally. */
  stopwatch: () => number;
}
