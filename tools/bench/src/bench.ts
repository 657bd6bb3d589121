/** Where a bench works and how large. */
export interface BenchInput {
  mongoUri: string;
  redisUrl: string;
  events: number;
  log: (line: string) => void;
}

/** One comparison of the product with the bare driver on the same documents in the same run. */
export interface BenchCase {
  name: string;
  ours: number;
  driver: number;
  /** Always ours over driver: for rates higher is better, for latencies lower. */
  ratio: number;
  /** Other situations by name, in the same unit. */
  more?: Record<string, number>;
}

/** What a bench found; printed as one line of JSON. */
export interface BenchResult {
  bench: string;
  events: number;
  ours: number;
  driver: number;
  ratio: number;
  unit: string;
  /** Of ours, in the same unit. */
  percentiles: { p50: number; p95: number; max: number };
  peak_memory_mb: number;
  cases: BenchCase[];
}

export type Bench = (input: BenchInput) => Promise<BenchResult>;

export const rounded = (value: number): number => Math.round(value * 1000) / 1000;

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Milliseconds of a call. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The two in turn, so that both see the same state of the machine; one call of each goes uncounted first. Milliseconds. */
export async function inTurn(
  ours: () => Promise<unknown>,
  driver: () => Promise<unknown>,
  rounds: number,
): Promise<{ ours: number[]; driver: number[] }> {
  const times: { ours: number[]; driver: number[] } = { ours: [], driver: [] };
  await ours();
  await driver();
  for (let round = 0; round < rounds; round += 1) {
    times.ours.push(await timed(ours));
    times.driver.push(await timed(driver));
  }
  return times;
}

/** The result of a bench whose cases are medians in milliseconds. @param all every time of ours */
export function latencyResult(
  bench: string,
  events: number,
  { cases, all, peakMemoryMb }: { cases: BenchCase[]; all: readonly number[]; peakMemoryMb: number },
): BenchResult {
  const ours = median(cases.map((one) => one.ours));
  const driver = median(cases.map((one) => one.driver));
  return {
    bench,
    events,
    ours,
    driver,
    ratio: rounded(ours / driver),
    unit: 'ms',
    percentiles: { p50: rounded(median(all)), p95: rounded(percentile(all, 0.95)), max: rounded(Math.max(...all)) },
    peak_memory_mb: peakMemoryMb,
    cases,
  };
}
