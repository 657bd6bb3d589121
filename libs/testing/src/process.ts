import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export const workspaceRoot = process.cwd();
export const NODE = path.join(workspaceRoot, 'node_modules/.bin/node');
/** Environment that tells Node where to keep code that it has compiled, for all starts of programs. */
export const COMPILE_CACHE = { NODE_COMPILE_CACHE: path.join(workspaceRoot, 'dist/compile-cache') };

/** A program of the product as its own process. */
export interface RunningProgram {
  readonly process: ChildProcess;
  /** Everything that it printed. */
  output(): string;
  /** Sends a signal and waits for the end; resolves to the exit code, or the signal's name. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
}

/** Options of Node for stack traces that name the sources of a bundle. */
export const SOURCE_MAPS = ['--import', path.join(workspaceRoot, 'tools/dev/source-maps.mjs')];

/** Starts a bundled program; its environment is exactly `env` plus PATH, HOME and where Node caches code. `nodeOptions` are V8's, such as memory limits. */
export function startProgram(file: string, env: Record<string, string>, nodeOptions: readonly string[] = []): RunningProgram {
  const child = spawn(NODE, [...SOURCE_MAPS, ...nodeOptions, path.join(workspaceRoot, file)], {
    cwd: workspaceRoot,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const chunks: string[] = [];
  const keep = (chunk: Buffer): void => {
    chunks.push(chunk.toString('utf8'));
    if (chunks.length > 5000) chunks.splice(0, 2500);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const exited = once(child, 'exit');
  return {
    process: child,
    output: () => chunks.join(''),
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
      return child.exitCode ?? child.signalCode;
    },
  };
}
