import type { ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { signalGroup, spawnNode } from '../shared/node-process';
import { terminalLine } from './log-lines';

export interface Program {
  name: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** Sees every line first; `true` keeps it from the log and the terminal. */
  takeLine?: (line: string) => boolean;
}

const firstDelayMs = 500;
const longestDelayMs = 30_000;
/** A program that ran this long was well: the next crash starts with the short delay again. */
const wellAfterMs = 60_000;
const logLimitBytes = 20 * 1024 * 1024;

/** Milliseconds before the restart after `crashes` crashes in a row (at least 1): 0.5 s, 1 s, 2 s ... 30 s. */
export const restartDelayMs = (crashes: number): number => Math.min(longestDelayMs, firstDelayMs * 2 ** (crashes - 1));

function openLog(file: string): WriteStream {
  if (existsSync(file) && statSync(file).size > logLimitBytes) renameSync(file, `${file}.1`);
  return createWriteStream(file, { flags: 'a' });
}

/** Keeps one program running: restarts it with growing delays when it ends by itself, and says so. */
export class Supervisor {
  private child: ChildProcess | null = null;
  private timer: NodeJS.Timeout | null = null;
  private stopping = false;
  private crashes = 0;
  private readonly log: WriteStream;
  /** The latest output, for the message when the program never comes up. */
  readonly recent: string[] = [];

  constructor(
    readonly program: Program,
    private readonly say: (line: string) => void,
  ) {
    this.log = openLog(program.logFile);
  }

  /** Crashes in a row without a minute of running in between. */
  get failures(): number {
    return this.crashes;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  start(): void {
    const { name, args, env } = this.program;
    const started = performance.now();
    const child = spawnNode(args, { env, whenParentDies: 'terminate' });
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      if (stream) createInterface({ input: stream }).on('line', (line) => this.takeLine(line));
    child.on('error', (error) => this.say(`${name} could not be started: ${error.message}`));
    child.on('close', (code, signal) => {
      this.child = null;
      if (this.stopping) return;
      if (performance.now() - started > wellAfterMs) this.crashes = 0;
      this.crashes += 1;
      const delay = restartDelayMs(this.crashes);
      this.say(
        `${name} ended (${signal ?? `exit code ${code}`}); it is started again in ${delay / 1000} s. Its log: ${this.program.logFile}`,
      );
      this.timer = setTimeout(() => this.start(), delay);
    });
  }

  private takeLine(line: string): void {
    if (this.program.takeLine?.(line)) return;
    this.log.write(`${line}\n`);
    this.recent.push(line);
    if (this.recent.length > 20) this.recent.shift();
    const shown = terminalLine(this.program.name, line);
    if (shown !== null) this.say(shown);
  }

  /** Ask the program to end; after `graceMs` it is killed. */
  async stop(graceMs: number): Promise<void> {
    this.stopping = true;
    if (this.timer) clearTimeout(this.timer);
    const child = this.child;
    if (child) {
      const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
      child.kill('SIGTERM');
      const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
      await gone;
      clearTimeout(timer);
    }
    this.log.end();
  }
}
