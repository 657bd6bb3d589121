import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Supervisor } from './supervisor';

const limitMs = 15_000;

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('The condition did not come true in time.');
    await delay(20);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('Supervisor', () => {
  let folder = '';
  const said: string[] = [];
  const supervise = (code: string) => {
    const script = path.join(folder, 'program.mjs');
    writeFileSync(script, code);
    const program = { name: 'program', args: [script], env: process.env, logFile: path.join(folder, 'program.log') };
    return new Supervisor(program, (line) => said.push(line));
  };
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'aoc-supervisor-'));
    said.length = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('starts a program that was killed again and says so', async () => {
    const supervisor = supervise(`console.log('pid', process.pid); setInterval(() => {}, 1000);`);
    supervisor.start();
    await until(() => said.length === 1);
    const first = supervisor.pid ?? 0;
    process.kill(first, 'SIGKILL');
    await until(() => said.length === 3);
    expect(said[1]).toContain('program ended (SIGKILL); it is started again in 0.5 s');
    expect(supervisor.pid).not.toBe(first);
    expect(supervisor.failures).toBe(1);
    await supervisor.stop(1_000);
    expect(readFileSync(path.join(folder, 'program.log'), 'utf8')).toContain(`pid ${first}`);
  });

  it('kills a program that does not stop in time, and does not start it again', async () => {
    const supervisor = supervise(`process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000);`);
    supervisor.start();
    await until(() => said.includes('[program] up'));
    const pid = supervisor.pid ?? 0;
    await supervisor.stop(200);
    expect(isAlive(pid)).toBe(false);
    expect(said).toEqual(['[program] up']);
  });
});

describe('the child guard', () => {
  it.each(['terminate', 'kill-group'])('ends the child (%s) when its parent is killed', async (mode) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'aoc-guard-'));
    const guard = pathToFileURL(path.resolve(import.meta.dirname, '../../child-guard.mjs')).href;
    const child = `console.log(process.pid); setInterval(() => {}, 1000);`;
    const parent = `
      import { spawn } from 'node:child_process';
      const env = { ...process.env, AOC_GUARD_PARENT: String(process.pid), AOC_GUARD_MODE: '${mode}' };
      const child = spawn(process.execPath, ['--import', '${guard}', '-e', ${JSON.stringify(child)}], { stdio: ['ignore', 'inherit', 'inherit', 'pipe'], detached: true, env });
      setInterval(() => {}, 1000);`;
    const file = path.join(folder, 'parent.mjs');
    writeFileSync(file, parent);
    const process_ = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((resolve) => process_.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString()))));
    expect(isAlive(pid)).toBe(true);
    process_.kill('SIGKILL');
    await until(() => !isAlive(pid));
    rmSync(folder, { recursive: true, force: true });
  });
});
