import { builtPrograms, startProgram, type ProgramName, type RunningProgram } from '@aoc/testing';
import { mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The worker's V8 limits, as `npm start` and docker/worker.Dockerfile give them. */
export const workerLimits = ['--max-semi-space-size=4', '--max-old-space-size=160'];

/** The product's programs in a folder of this test, relative to the workspace: processes of others do not name it. */
export interface OwnPrograms {
  folder: string;
  file(name: ProgramName): string;
  remove(): Promise<void>;
}

export async function ownPrograms(label: string): Promise<OwnPrograms> {
  const built = await builtPrograms();
  const folder = `dist/e2e/${label}-${process.pid}`;
  await mkdir(path.dirname(folder), { recursive: true });
  // Node follows the link before it loads a file, and so finds what it has compiled for others.
  await symlink(path.resolve(built), folder);
  return { folder, file: (name) => `${folder}/${name}.js`, remove: () => rm(folder, { force: true }) };
}

/** An end that nobody asked for. */
export interface UnexpectedEnd {
  how: number | NodeJS.Signals | null;
  output: string;
}

const RESTART_MS = 200;

/** Keeps one program running, as an orchestrator does: whatever ends is started again. */
export class KeptProgram {
  /** Ends that were not kills of the test. */
  readonly unexpected: UnexpectedEnd[] = [];
  private current: RunningProgram;
  private readonly earlier: string[] = [];
  private killed = false;
  private stopping = false;

  constructor(private readonly start: () => RunningProgram) {
    this.current = this.launch();
  }

  private launch(): RunningProgram {
    const program = this.start();
    this.killed = false;
    program.process.once('exit', () => void this.ended(program));
    return program;
  }

  private async ended({ process, output }: RunningProgram): Promise<void> {
    if (this.stopping) return;
    this.earlier.push(output());
    if (!this.killed) this.unexpected.push({ how: process.exitCode ?? process.signalCode, output: output().slice(-3000) });
    await pause(RESTART_MS);
    if (!this.stopping) this.current = this.launch();
  }

  get pid(): number | undefined {
    return this.current.process.pid;
  }

  output(): string {
    return this.current.output();
  }

  /** Lines of its log at level error, of all its runs. */
  errors(): string[] {
    return [...this.earlier, this.output()].flatMap((text) => text.split('\n').filter((line) => line.includes('"level":50')));
  }

  kill(): void {
    this.killed = true;
    this.current.process.kill('SIGKILL');
  }

  /** Orderly end. @returns exit code or signal */
  async stop(): Promise<number | NodeJS.Signals | null> {
    this.stopping = true;
    return this.current.end('SIGTERM');
  }
}

/** A bundled program that ends by itself. @throws Error with its output when it fails */
export async function runToEnd(file: string, env: Record<string, string>): Promise<void> {
  const program = startProgram(file, env);
  await new Promise((resolve) => program.process.once('close', resolve));
  if (program.process.exitCode !== 0) throw new Error(`${file} failed:\n${program.output()}`);
}
