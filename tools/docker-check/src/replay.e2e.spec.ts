import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import path from 'node:path';
import { buildSteps, readDockerfiles, readDockerignore, root, type BuildStep } from './dockerfiles';
import { freePort } from './free-port';
import { makeRoomyFolder } from './roomy-folder';

const limitMs = 180_000;
const ignored = readDockerignore(readFileSync(path.join(root, '.dockerignore'), 'utf8'));

function copy(step: Extract<BuildStep, { kind: 'copy' }>, folder: string): void {
  const intoFolder = step.target.endsWith('/');
  for (const source of step.sources) {
    const target = path.join(folder, step.target, intoFolder ? path.basename(source) : '');
    cpSync(path.join(root, source), target, {
      recursive: true,
      // A folder that is ignored itself may hold files that are not.
      filter: (from) =>
        !/(^|\/)(node_modules|dist)$/.test(from) && (!ignored(path.relative(root, from)) || from === path.join(root, source)),
    });
  }
}

function run(command: string, folder: string): string {
  // Packages come from npm's cache where it has them; everything else is as in the image.
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, AOC_VERSION: '9.9.9-replay', npm_config_prefer_offline: 'true' };
  return execFileSync('sh', ['-euc', command], { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' });
}

describe('the build stage, replayed in an empty folder', () => {
  const folder = makeRoomyFolder('aoc-replay-');
  const [dockerfile] = readDockerfiles();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(
    'has all that it needs',
    () => {
      for (const step of dockerfile ? buildSteps(dockerfile.parsed) : []) {
        if (step.kind === 'copy') copy(step, folder);
        else run(step.command, folder);
      }
      const programs = ['apps/api', 'apps/worker', 'tools/audit-verify', 'tools/import', 'tools/maintenance', 'tools/migrate'].map(
        (name) => `${name}/main.js`,
      );
      for (const file of [...programs, 'apps/web/index.html'])
        expect([file, existsSync(path.join(folder, 'dist', file))]).toEqual([file, true]);
    },
    limitMs,
  );

  it('bakes the version into the programs', () => {
    expect(readFileSync(path.join(folder, 'dist/apps/api/main.js'), 'utf8')).toContain('9.9.9-replay');
  });

  it('leaves only what the programs load', () => {
    const left = readdirSync(path.join(folder, 'node_modules'));
    for (const name of ['typescript', 'nx', 'jest', 'vite', 'react', 'node']) expect(left).not.toContain(name);
    expect(left).toEqual(expect.arrayContaining(['mongoose', 'bullmq', 'zod', '@nestjs']));
  });

  it.each([
    ['api', 'dist/apps/api/main.js'],
    ['worker', 'dist/apps/worker/main.js'],
    ['migrate', 'dist/tools/migrate/main.js'],
    ['import', 'dist/tools/import/main.js', import.meta.filename, '--tenant', randomUUID()],
    ['maintenance', 'dist/tools/maintenance/main.js', 'recount'],
    ['audit-verify', 'dist/tools/audit-verify/main.js'],
  ])('%s loads all of its packages and stops at its missing configuration', (_name, ...args) => {
    const program = {
      cwd: folder,
      // They share most packages: each compiles what the ones before it did not.
      env: { PATH: process.env.PATH, LOG_LEVEL: 'fatal', NODE_COMPILE_CACHE: path.join(folder, 'compiled') },
      encoding: 'utf8',
      stdio: 'pipe',
      timeout: 30_000,
    } as const;
    expect(() => execFileSync(process.execPath, ['--import', './dist/source-maps.mjs', ...args], program)).toThrow(/MONGO_URI/);
  });

  it('serves dashboard and API guide from what is left', async () => {
    const port = await freePort();
    const env = {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      PORT: String(port),
      WEB_DIR: path.join(folder, 'dist/apps/web'),
      MONGO_URI: process.env.AOC_TEST_MONGO_URI,
      REDIS_URL: process.env.AOC_TEST_REDIS_URL,
      DB_NAME: `replay_${process.pid}`,
      QUEUE_PREFIX: `replay_${process.pid}`,
    };
    execFileSync(process.execPath, ['dist/tools/migrate/main.js'], { cwd: folder, env, stdio: 'pipe', timeout: 60_000 });
    const api = spawn(process.execPath, ['dist/apps/api/main.js'], { cwd: folder, env, stdio: 'ignore' });
    const ended = new Promise((resolve) => api.once('exit', resolve));
    const status = (where: string) =>
      fetch(`http://127.0.0.1:${port}${where}`).then(
        (response) => response.status,
        () => 0,
      );
    try {
      const deadline = Date.now() + 30_000;
      while (Date.now() < deadline && api.exitCode === null && (await status('/health/ready')) !== 200) await delay(100);
      for (const where of ['/health/ready', '/', '/api/docs', '/api/openapi.json', '/api/events'])
        expect([where, await status(where)]).toEqual([where, 200]);
    } finally {
      api.kill('SIGTERM');
      await ended;
    }
  }, 90_000);
});
