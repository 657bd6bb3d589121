import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findSystemProgram } from './programs';

/** Run `work` while holding the lock file; the kernel frees it when this process ends in whatever way. `onWait` is told when another process has it. */
export async function withFileLock<T>(file: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  const flock = findSystemProgram('flock');
  if (!flock) return work();
  const holder = spawn(flock, ['--exclusive', file, '/bin/sh', '-c', 'echo locked; cat >/dev/null'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  const waiting = setTimeout(onWait, 1_000);
  holder.stdin.on('error', () => undefined);
  try {
    await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')]);
    clearTimeout(waiting);
    return await work();
  } finally {
    clearTimeout(waiting);
    holder.stdin.end();
  }
}
