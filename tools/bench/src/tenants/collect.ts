import type { Connection } from '@aoc/server/mongo';
import { setTimeout as delay } from 'node:timers/promises';
import type { BenchInput } from '../bench';
import { bundleProgram } from '../bundle';
import { startChild } from '../child';
import { tenantIdOf } from './registered';
import { Waits } from './waits';

/** 5,000 tenants with one source each are 12,000 fetches an hour. */
export const INTERVAL_MINUTES = 25;
/** So that some are read a second time, after all have been read once. */
const ROUNDS = 1.25;
const LOOK_MS = 10_000;
const TELL_MS = 120_000;
/** The limits that npm start and the image run the worker with. */
const WORKER_LIMITS = ['--max-semi-space-size=4', '--max-old-space-size=160'];
export const THROTTLED = tenantIdOf(0);

/** The worker over some intervals, with one tenant that Microsoft makes wait. */
export async function collect({ events: count, log }: BenchInput, connection: Connection, settings: Record<string, string>) {
  const waits = new Waits(connection, THROTTLED, count);
  const worker = startChild(await bundleProgram('apps/worker/src/main.ts', 'dist/bench/worker.js'), WORKER_LIMITS, settings);
  const started = performance.now();
  const end = started + ROUNDS * INTERVAL_MINUTES * 60_000;
  const half = Math.floor(count / 2);
  let first = 0;
  let told = started;
  const tell = async (): Promise<void> => {
    const seconds = Math.round((performance.now() - started) / 1000);
    const fetches = waits.read + waits.gaps.length;
    const [memory, cpu, longest] = [await worker.memoryMb(), await worker.cpuSeconds(), Math.round(waits.longest() / 1000)];
    log(
      `${seconds} s: ${waits.read} of ${count - 1} read, ${fetches} fetches, longest wait ${longest} s, worker ${memory} MB, ${cpu} s of CPU`,
    );
  };
  try {
    while (performance.now() < end) {
      await delay(LOOK_MS);
      await waits.look();
      if (first === 0 && waits.read >= half) first = await worker.memoryMb();
      if (performance.now() - told < TELL_MS) continue;
      told = performance.now();
      await tell();
    }
    await tell();
    return {
      first,
      longest: waits.longest(),
      gaps: waits.gaps,
      last: await worker.memoryMb(),
      peak: await worker.peakMemoryMb(),
      cpu: await worker.cpuSeconds(),
      fetches: waits.read + waits.gaps.length,
    };
  } finally {
    await worker.stop();
  }
}
