import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { inRoot, root } from './paths';

export interface SpawnOptions {
  env?: NodeJS.ProcessEnv;
  /** What happens to the child when this process is killed: ended at once with all of its own children, or asked to stop. */
  whenParentDies: 'kill-group' | 'terminate';
}

/** Start a Node script in its own process group, its output piped, tied to the life of this process. */
export function spawnNode(args: readonly string[], { env, whenParentDies }: SpawnOptions): ChildProcess {
  const guard = ['--import', pathToFileURL(inRoot('tools/dev/child-guard.mjs')).href];
  return spawn(process.execPath, [...guard, ...args], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...(env ?? process.env), AOC_GUARD_PARENT: String(process.pid), AOC_GUARD_MODE: whenParentDies },
  });
}

/** Signal the child and all in its process group; gone already is fine. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

export interface Finished {
  code: number | null;
  /** Standard output and error as they came, the last 400,000 characters. */
  output: string;
  timedOut: boolean;
  seconds: number;
}

const running = new Set<ChildProcess>();
const outputLimit = 400_000;

export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  limitSeconds: number;
  /** Told each line of standard output as it comes. */
  onLine?: (line: string) => void;
  /** Told each line of standard error as it comes. */
  onErrorLine?: (line: string) => void;
}

/** Run a Node script to its end. After `limitSeconds` it is killed with everything that it started. */
export function runNode(args: readonly string[], options: RunOptions): Promise<Finished> {
  const started = performance.now();
  const child = spawnNode(args, { env: options.env, whenParentDies: 'kill-group' });
  running.add(child);
  let output = '';
  let timedOut = false;
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-outputLimit);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  if (child.stdout && options.onLine) createInterface({ input: child.stdout }).on('line', options.onLine);
  if (child.stderr && options.onErrorLine) createInterface({ input: child.stderr }).on('line', options.onErrorLine);
  const timer = setTimeout(() => {
    timedOut = true;
    signalGroup(child, 'SIGKILL');
  }, options.limitSeconds * 1000);
  return new Promise((resolve) => {
    const finish = (code: number | null) => {
      clearTimeout(timer);
      running.delete(child);
      // What a crashed stage left running would disturb the next one.
      signalGroup(child, 'SIGKILL');
      resolve({ code, output, timedOut, seconds: (performance.now() - started) / 1000 });
    };
    child.on('error', (error) => {
      output += String(error);
      finish(null);
    });
    child.on('close', finish);
  });
}

/** Kill every process of `runNode` that still runs. */
export function killRunning(): void {
  for (const child of running) signalGroup(child, 'SIGKILL');
}
