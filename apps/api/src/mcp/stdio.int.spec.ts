import { bundleTool, waitFor, type BundledTool } from '@aoc/testing';
import { revokeApiKey } from '@aoc/server/identity';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { apiFixture, OTHER_TENANT } from '../testing/api-fixture';
import { mcpFixture, type McpFixture } from '../testing/mcp-fixture';
import { cuttableProxy } from '../testing/cuttable-proxy';

interface Run {
  child: ChildProcess;
  out(): string;
  err(): string;
  /** Resolves to the exit code. */
  ended: Promise<unknown>;
}

describe('npm run mcp', () => {
  let api: McpFixture;
  let tool: BundledTool;
  const runs: Run[] = [];
  beforeAll(async () => {
    tool = bundleTool('mcp');
    api = await mcpFixture('mcp_stdio');
  });
  afterAll(async () => {
    for (const { child } of runs) child.kill();
    await Promise.all(runs.map(({ ended }) => ended));
    tool.remove();
    await api.stop();
  });

  function start(args: string[], env: Record<string, string> = {}): Run {
    const child = spawn(process.execPath, [...tool.command, ...args], { env: { PATH: process.env.PATH, ...env }, stdio: 'pipe' });
    const texts = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => void (texts.out += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => void (texts.err += chunk.toString('utf8')));
    const run = { child, out: () => texts.out, err: () => texts.err, ended: once(child, 'close').then(([code]: unknown[]) => code) };
    runs.push(run);
    return run;
  }
  const send = ({ child }: Run, message: object): void => void child.stdin?.write(`${JSON.stringify(message)}\n`);
  const initialize = {
    jsonrpc: '2.0',
    id: 'hello',
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
  };
  const calling = (name: string, id: number) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: {} } });

  it('writes the protocol and nothing else, and ends when the assistant does', async () => {
    const run = start(['--url', api.url], { AOC_API_KEY: await api.key('viewer') });
    send(run, initialize);
    await waitFor('the handshake', () => run.out().includes('hello'));
    send(run, { jsonrpc: '2.0', method: 'notifications/initialized' });
    send(run, calling('get_summary', 2));
    run.child.stdin?.write('{"jsonrpc":"1.0"}\n');
    await waitFor('the answer', () => run.out().includes('"id":2'));
    const messages = run.out().trimEnd().split('\n');
    expect(messages.map((line): unknown => JSON.parse(line))).toMatchObject([
      { id: 'hello', result: { protocolVersion: '2025-06-18', serverInfo: { name: 'aoc' } } },
      { id: 2, result: { structuredContent: { total: 0 } } },
    ]);
    expect(run.err()).toMatch(/^aoc: connected to .* as viewer key \(viewer\)/);
    expect(run.err()).toMatch(/unreadable message/);
    run.child.stdin?.end();
    expect(await run.ended).toBe(0);
  });

  it.each<[string, string[], Record<string, string>, number, RegExp]>([
    ['help', ['--help'], {}, 0, /^$/],
    ['an unknown option', ['--nonsense'], {}, 2, /nonsense[\s\S]*npm run -s mcp/],
    ['an address that is none', ['--url', 'aoc'], {}, 2, /"aoc" is no address/],
    ['a password in the address', ['--url', 'http://a:b@127.0.0.1'], {}, 2, /takes an API key/],
    ['a key of two words', [], { AOC_API_KEY: 'a b' }, 2, /must be one word/],
    ['nobody at the address', ['--url', 'http://127.0.0.1:2'], {}, 1, /AOC does not answer at http:\/\/127\.0\.0\.1:2 \(ECONNREFUSED\)/],
  ])('answers %s', async (_name, args, env, code, words) => {
    const run = start(args, env);
    expect([await run.ended, run.err()]).toEqual([code, expect.stringMatching(words)]);
    expect(run.out()).toMatch(code === 0 ? /^Offers the tools of AOC/ : /^$/);
  });

  it('says that a key is refused, that a tenant is none of its, and that the tools are off', async () => {
    const key = await api.key('viewer');
    const off = await apiFixture('mcp_stdio_off', { database: api.database });
    const other: Server = createServer((_, response) => response.end('<html>hello</html>')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const elsewhere = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    try {
      for (const [url, env, words] of [
        [api.url, {}, /refuses the API key/],
        [api.url, { AOC_API_KEY: 'aoc_0123456789abcdef_x' }, /refuses the API key/],
        [api.url, { AOC_API_KEY: key, AOC_TENANT: OTHER_TENANT }, /answers 404: There is no such tenant/],
        [off.url, {}, /AI_FEATURES_ENABLED is false/],
        [elsewhere, {}, /is not AOC 2/],
      ] as const) {
        const run = start(['--url', url], env);
        expect([await run.ended, run.out(), run.err()]).toEqual([1, '', expect.stringMatching(words)]);
        expect(run.err()).not.toContain(key);
      }
    } finally {
      other.close();
      await off.stop();
    }
  });

  it('answers with an error while AOC is away or the key is revoked, and goes on', async () => {
    const proxy = await cuttableProxy(Number(new URL(api.url).port));
    const key = await api.key('viewer');
    const run = start(['--url', `http://127.0.0.1:${proxy.port}`], { AOC_API_KEY: key });
    try {
      send(run, initialize);
      await waitFor('the handshake', () => run.out().includes('hello'));
      proxy.set('cut');
      send(run, calling('get_summary', 3));
      await waitFor('the error', () => run.out().includes('"id":3'));
      proxy.set('open');
      send(run, calling('get_summary', 4));
      await waitFor('the answer', () => run.out().includes('"id":4'));
      await revokeApiKey(api.context(), api.deps.apiKeys, key.split('_')[1] ?? '');
      send(run, calling('get_summary', 5));
      await waitFor('the refusal', () => run.out().includes('"id":5'));
      const messages = run.out().trimEnd().split('\n').slice(1);
      expect(messages.map((line): unknown => JSON.parse(line))).toMatchObject([
        { id: 3, error: { code: -32_603, message: expect.stringMatching(/AOC does not answer/) } },
        { id: 4, result: { structuredContent: { total: 0 } } },
        { id: 5, error: { message: expect.stringMatching(/refuses the API key/) } },
      ]);
    } finally {
      run.child.stdin?.end();
      await run.ended;
      await proxy.stop();
    }
  });
});
