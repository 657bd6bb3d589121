import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const node = path.resolve('node_modules/.bin/node');

describe('npm run license', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'aoc-licence-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function run(...args: string[]) {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME };
    const { status, stdout, stderr } = spawnSync(node, ['tools/run.mjs', 'license', ...args], { env, encoding: 'utf8', timeout: 60_000 });
    return { status, stdout, stderr };
  }

  it('makes keys, issues a licence and reads it back, offline', () => {
    const keys = path.join(folder, 'keys');
    expect(run('keys', '--out', keys)).toMatchObject({ status: 0 });
    const [secret, open] = [path.join(keys, 'licence-private.pem'), path.join(keys, 'licence-public.pem')];
    expect(statSync(secret).mode & 0o777).toBe(0o600);
    const before = readFileSync(secret, 'utf8');
    expect(run('keys', '--out', keys)).toMatchObject({ status: 1, stderr: expect.stringContaining('not written over') });
    expect(readFileSync(secret, 'utf8')).toBe(before);

    const issued = run('issue', '--key', secret, '--subject', 'Contoso', '--max-tenants', '7', '--days', '90');
    expect(issued).toMatchObject({ status: 0, stdout: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+\n$/) });
    const file = path.join(folder, 'licence.txt');
    writeFileSync(file, issued.stdout);
    const read = run('inspect', file, '--public-key', open);
    expect(read.status).toBe(0);
    expect(JSON.parse(read.stdout)).toMatchObject({
      state: 'valid',
      licensee: 'Contoso',
      max_tenants: 7,
      plan: 'msp',
      features: ['multi_tenant'],
    });
    const foreign = run('inspect', issued.stdout.trim());
    expect(foreign.status).toBe(1);
    expect(JSON.parse(foreign.stdout)).toMatchObject({ state: 'forged' });
  }, 120_000);

  it('tells each usage mistake', () => {
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('inspect') });
    expect(run('issue', '--key', 'x', '--subject', 'x', '--max-tenants', '0', '--days', '1')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--max-tenants: expected a whole number'),
    });
    expect(run('revoke')).toMatchObject({ status: 2, stderr: expect.stringContaining('Name one command') });
  }, 120_000);
});
