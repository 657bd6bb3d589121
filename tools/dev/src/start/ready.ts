import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../shared/user-error';
import type { Supervisor } from './supervisor';

const pollMs = 150;
const crashesToGiveUp = 4;

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

/**
 * Resolves when every URL answers with 200. Rejects when `limitMs` is over or a program keeps crashing before that,
 * with the last lines that it wrote.
 */
export async function waitUntilReady(
  urls: readonly string[],
  programs: readonly Supervisor[],
  limitMs: number,
  stopped: () => boolean,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  let open = [...urls];
  while (open.length > 0 && !stopped()) {
    const up = await Promise.all(open.map(answers));
    open = open.filter((_, index) => !up[index]);
    if (open.length === 0) return;
    const broken = programs.find((program) => program.failures >= crashesToGiveUp);
    if (broken)
      throw new UserError(
        `The ${broken.program.name} does not start; it ended ${broken.failures} times. It last wrote:\n${broken.recent.join('\n')}`,
      );
    if (performance.now() > deadline) {
      const logs = programs.map(({ program }) => program.logFile).join(', ');
      throw new UserError(
        `${open.join(' and ')} did not answer within ${Math.round(limitMs / 1000)} s. The reason should be in the logs: ${logs}`,
      );
    }
    await delay(pollMs);
  }
}
