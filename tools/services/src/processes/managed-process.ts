import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ServicesError } from '../errors';
import { guard, release } from './watchdog';

/** What the lock around a data folder exits with when another instance has it. */
export const lockedExitCode = 75;

export interface ProcessSpec {
  /** For messages: `database`, `queue`. */
  name: string;
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  /** True once the server accepts work; asked again and again. */
  ready: () => Promise<boolean>;
  /** The signal that asks for an orderly end. */
  stopSignal: NodeJS.Signals;
  /** The command runs the server as its child (a sandbox), which is then the one to signal. */
  wrapped: boolean;
  readyTimeoutMs?: number;
}

/** A server in a process group of its own, so that Ctrl-C in the terminal does not reach it before its owner decides. */
export class ManagedProcess {
  private child: ChildProcess | undefined;
  private said = '';

  constructor(private readonly spec: ProcessSpec) {}

  /** Start it and wait until it is ready; throws with the last lines it said when it ends before. */
  async start(): Promise<void> {
    const { command, args, env, ready, name, readyTimeoutMs = 30_000 } = this.spec;
    this.said = '';
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.child = child;
    let failed: Error | undefined;
    child.on('error', (error) => (failed = error));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.said = (this.said + text).slice(-4_000)));
      if (stream && 'unref' in stream && typeof stream.unref === 'function') stream.unref();
    }
    child.unref();
    if (child.pid) guard(child.pid);
    const deadline = Date.now() + readyTimeoutMs;
    while (!(await ready())) {
      if (failed || this.ended) throw this.startFailure(failed);
      if (Date.now() > deadline) {
        await this.kill();
        throw new ServicesError(`The ${name} was not ready within ${readyTimeoutMs / 1000} s: ${this.lastWords()}`);
      }
      await delay(20);
    }
    if (this.ended) throw this.startFailure(failed);
  }

  private startFailure(failed: Error | undefined): ServicesError {
    const { name } = this.spec;
    if (this.child?.exitCode === lockedExitCode)
      return new ServicesError(
        `The data directory of the ${name} is in use by another running instance. Stop that one, or choose another place with --data DIR.`,
      );
    return new ServicesError(`The ${name} did not start: ${failed?.message ?? this.lastWords()}`);
  }

  /** Last lines that the process printed. */
  lastWords(): string {
    return this.said.trim().split('\n').slice(-3).join(' ') || 'it said nothing';
  }

  /** Ask for an orderly end; after `graceMs` it is killed. */
  async stop(graceMs = 8_000): Promise<void> {
    const { child } = this;
    if (!child?.pid) return;
    if (!this.ended) {
      signal(this.serverPid(), this.spec.stopSignal);
      const deadline = Date.now() + graceMs;
      while (!this.ended && Date.now() < deadline) await delay(15);
    }
    await this.kill();
  }

  /** SIGKILL to the real server, then wait until nothing of it is left. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child?.pid) return;
    if (!this.ended) signal(this.serverPid(), 'SIGKILL');
    const deadline = Date.now() + 5_000;
    while (!this.ended && Date.now() < deadline) await delay(10);
    signal(-child.pid, 'SIGKILL');
    release(child.pid);
    this.child = undefined;
  }

  private get ended(): boolean {
    return !this.child || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  private serverPid(): number {
    const pid = this.child?.pid ?? 0;
    return this.spec.wrapped ? (innermostServer(pid) ?? pid) : pid;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already, which is what was wanted.
  }
}

/** The sandbox's only child, as /proc tells: the first process of the namespace, which became the server by exec. */
function innermostServer(wrapper: number): number | undefined {
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === wrapper) return Number(entry);
    } catch {
      // Processes come and go while we look.
    }
  }
  return undefined;
}
