import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';

const node = path.resolve('node_modules/.bin/node');

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function run(args: string[], onOut: (text: string, stop: () => void) => void = () => undefined): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, ['tools/run.mjs', 'microsoft-simulator', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString();
      onOut(out, () => child.kill('SIGTERM'));
    });
    child.stderr.on('data', (part: Buffer) => (err += part.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

describe('npm run simulator', () => {
  it('prints help', async () => {
    const ended = await run(['--help']);
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toContain('--replay FILE');
  });

  it('says in two sentences that the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const ended = await run(['--port', String(port)]);
    other.close();
    expect(ended.code).toBe(1);
    expect(ended.err.trim()).toBe(
      `Port ${port} is already in use. Stop the program that listens there, or choose another port with --port.`,
    );
  });

  it('says which replay file is missing', async () => {
    const ended = await run(['--port', '0', '--replay', 'no-such-file.ndjson']);
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/^The file .*no-such-file\.ndjson does not exist\. Check the name given to --replay\.\n$/);
  });

  it('prints addresses and credentials, and ends on SIGTERM', async () => {
    const ended = await run(['--port', '0', '--json', '--events', '100'], (text, stop) => {
      if (text.includes('\n')) stop();
    });
    const info: unknown = JSON.parse(ended.out);
    expect(info).toMatchObject({
      login_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/login$/),
      tenants: [{ tenant_id: expect.any(String), client_secret: expect.any(String) }],
    });
    expect(ended).toMatchObject({ code: 0, err: '' });
  });

  it('composes a hundred thousand records in bounded memory, and says how fast', async () => {
    const ended = await run(['--port', '0', '--measure', '--events', '100000', '--latency', '1']);
    const found = /"records":(\d+).*"records_per_second":(\d+).*"rss_mb":(\d+)/.exec(ended.out);
    expect(Number(found?.[1])).toBeGreaterThan(95_000);
    expect(Number(found?.[2])).toBeGreaterThan(0);
    expect(Number(found?.[3])).toBeLessThan(700);
  }, 60_000);
});
