import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { claimDataFolder } from './data-folder';
import { dataFolderKey } from './encryption-key';
import { hasTenantCredentials, mergedEnvironment, withDefaults } from './environment';
import { terminalLine } from './log-lines';
import { parseStartOptions } from './options';
import { ensurePortFree, freePort } from './port';
import { readAnnouncement, readWorld } from './simulator';
import { restartDelayMs } from './supervisor';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'aoc-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('parseStartOptions', () => {
  it('reads all options', () => {
    expect(parseStartOptions(['--port', '9000', '--data', '/tmp/x', '--no-open', '--seed', '7', '--events', '100'])).toEqual({
      port: 9000,
      dataDir: '/tmp/x',
      open: false,
      seed: 7,
      events: 100,
    });
    expect(parseStartOptions([])).toEqual({ port: null, dataDir: null, open: true, seed: null, events: null });
    expect(parseStartOptions(['--help'])).toBeNull();
  });

  it.each([
    [['--port', 'abc'], '--port expects a whole number from 1 to 65535'],
    [['--port', '70000'], '--port expects'],
    [['--events', '1.5'], '--events expects'],
    [['--nonsense'], 'npm start -- --help'],
    [['extra'], 'npm start -- --help'],
  ])('refuses %j', (args, message) => {
    expect(() => parseStartOptions(args)).toThrow(message);
  });
});

describe('environment', () => {
  it('prefers the environment to .env, but not its empty values', () => {
    const file = path.join(folder, '.env');
    writeFileSync(file, 'A=file\nB=file\nC="quoted # value"\n# D=comment\n');
    expect(mergedEnvironment(file, { A: 'process', B: '' })).toEqual({ A: 'process', B: 'file', C: 'quoted # value' });
    expect(mergedEnvironment(path.join(folder, 'none'), { A: '1' })).toEqual({ A: '1' });
  });

  it.each([
    [{}, false],
    [{ TENANT_ID: '' }, false],
    [{ TENANT_ID: 'x' }, true],
    [{ CLIENT_SECRET_FILE: '/run/secret' }, true],
  ])('%j has credentials: %s', (env, expected) => {
    expect(hasTenantCredentials(env)).toBe(expected);
  });

  it('fills in only what is unset', () => {
    expect(withDefaults({ A: '1', B_FILE: 'x' }, { A: '2', B: '3', C: '4' })).toEqual({ A: '1', B_FILE: 'x', C: '4' });
  });
});

describe('ports', () => {
  it('names the process that has the port, and another port', async () => {
    const server = net.createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const failure = ensurePortFree(port, '127.0.0.1');
    await expect(failure).rejects.toThrow(
      `Port ${port} is already used by ${process.platform === 'linux' ? `process ${process.pid}` : ''}`,
    );
    await expect(failure).rejects.toThrow(`npm start -- --port ${port + 1}`);
    await new Promise((resolve) => server.close(resolve));
    await expect(ensurePortFree(port, '127.0.0.1')).resolves.toBeUndefined();
  });
});

describe('claimDataFolder', () => {
  it('keeps a second start out until the first gives the folder back', () => {
    // Process 1 always runs.
    writeFileSync(path.join(folder, 'start.pid'), '1');
    expect(() => claimDataFolder(folder)).toThrow(/in use by another npm start \(process 1\).*--data/);
  });

  it('takes over from a process that is gone', () => {
    writeFileSync(path.join(folder, 'start.pid'), '4194305');
    const release = claimDataFolder(folder);
    expect(readFileSync(path.join(folder, 'start.pid'), 'utf8')).toBe(String(process.pid));
    release();
    expect(() => readFileSync(path.join(folder, 'start.pid'))).toThrow();
  });

  it('explains a folder that cannot be written', () => {
    const file = path.join(folder, 'a-file');
    writeFileSync(file, '');
    expect(() => claimDataFolder(path.join(file, 'below'))).toThrow(/cannot be written .*ENOTDIR.*--data DIR/);
  });
});

describe('the simulated company', () => {
  const now = new Date('2026-01-02T03:04:05.000Z');
  const later = new Date('2026-02-02T03:04:05.000Z');

  it('stays the same over restarts, so that the same records are read', () => {
    const world = readWorld(folder, { seed: null, events: null }, now);
    expect(world).toEqual({ seed: 1, events: 20_000, anchor: now.toISOString() });
    expect(readWorld(folder, { seed: null, events: null }, later)).toEqual(world);
    expect(readWorld(folder, { seed: 1, events: 20_000 }, later)).toEqual(world);
  });

  it('is a new one when other numbers are asked for', () => {
    readWorld(folder, { seed: null, events: null }, now);
    expect(readWorld(folder, { seed: 5, events: null }, later)).toEqual({ seed: 5, events: 20_000, anchor: later.toISOString() });
  });

  it('announces itself in one line', () => {
    const announced = { loginUrl: 'a', graphUrl: 'b', managementUrl: 'c', tenantId: 'd', clientId: 'e', clientSecret: 'f' };
    expect(readAnnouncement(JSON.stringify(announced))).toEqual(announced);
    expect(readAnnouncement('{"level":30}')).toBeNull();
  });
});

describe('terminalLine', () => {
  it.each([
    ['{"level":30,"msg":"fetched"}', null],
    ['{"level":40,"msg":"slow"}', '[api] warning: slow'],
    ['{"level":50,"msg":"failed","err":{"message":"why"}}', '[api] error: failed: why'],
    ['plain text', '[api] plain text'],
    ['(node:12) DeprecationWarning: x', null],
    ['', null],
  ])('%s', (line, shown) => {
    expect(terminalLine('api', line)).toBe(shown);
  });
});

it('restarts wait twice as long each time, up to 30 s', () => {
  expect([1, 2, 3, 7, 20].map(restartDelayMs)).toEqual([500, 1000, 2000, 30_000, 30_000]);
});

describe('dataFolderKey', () => {
  it('makes a key once and keeps it for its owner alone', () => {
    const key = dataFolderKey(folder);
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    const file = path.join(folder, 'encryption.key');
    chmodSync(file, 0o644);
    expect(dataFolderKey(folder)).toBe(key);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('never replaces what it does not understand', () => {
    const file = path.join(folder, 'encryption.key');
    writeFileSync(file, 'half a ke');
    expect(() => dataFolderKey(folder)).toThrow('does not hold a key');
    expect(readFileSync(file, 'utf8')).toBe('half a ke');
  });
});
