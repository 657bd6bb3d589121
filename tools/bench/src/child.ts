import { SOURCE_MAPS } from '@aoc/testing';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

export interface Child {
  exited: Promise<unknown>;
  /** Largest resident memory until now, MB, as the kernel counted it. */
  peakMemoryMb(): Promise<number>;
  /** Resident memory now, MB. */
  memoryMb(): Promise<number>;
  /** CPU time until now. */
  cpuSeconds(): Promise<number>;
  stop(): Promise<void>;
}

/** A bundled program of the product as its own process, with the limits of memory that npm start and the images give it. */
export function startChild(file: string, limits: readonly string[], env: Record<string, string>): Child {
  const child = spawn(process.execPath, [...SOURCE_MAPS, ...limits, file], {
    cwd: process.env.AOC_ROOT ?? process.cwd(),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const memory = async (field: 'VmHWM' | 'VmRSS'): Promise<number> => {
    const status = await readFile(path.join('/proc', String(child.pid), 'status'), 'utf8').catch(() => '');
    return Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
  };
  return {
    exited,
    peakMemoryMb: () => memory('VmHWM'),
    memoryMb: () => memory('VmRSS'),
    async cpuSeconds() {
      const stat = await readFile(path.join('/proc', String(child.pid), 'stat'), 'utf8').catch(() => '');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // utime and stime in hundredths of a second.
      return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
