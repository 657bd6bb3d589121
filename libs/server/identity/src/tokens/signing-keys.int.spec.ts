import { DomainError } from '@aoc/contracts';
import { waitFor } from '@aoc/testing';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CredentialRefused } from '../refusal';
import { SigningKeys } from './signing-keys';

const TENANT = '9f1c3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c11';
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
const pemOf = (key: ReturnType<typeof pair>) => String(key.export({ type: 'spki', format: 'pem' })).trim();

describe('the keys of a tenant', () => {
  const first = pair();
  const second = pair();
  let server: Server;
  let answer: { status: number; body: string };
  let asked: string[] = [];
  const publish = (keys: Record<string, ReturnType<typeof pair>>): void => {
    const list = Object.entries(keys).map(([kid, key]) => ({
      ...createPublicKey(key.export({ type: 'spki', format: 'pem' })).export({ format: 'jwk' }),
      kid,
      use: 'sig',
    }));
    answer = { status: 200, body: JSON.stringify({ keys: list }) };
  };
  let now = 0;
  const clock = { now: () => new Date(now) };
  let at: string;
  let keys: SigningKeys;
  beforeEach(async () => {
    asked = [];
    now = 1_800_000_000_000;
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    at = `http://127.0.0.1:${port}`;
    keys = new SigningKeys(at, clock, { maxAgeMs: 3_600_000, pauseMs: 200 });
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const get = async (kid: string) => (await keys.pem(TENANT, kid)).trim();

  it('are read once and kept', async () => {
    publish({ a: first, b: second });
    expect([await get('a'), await get('b'), await get('a')]).toEqual([pemOf(first), pemOf(second), pemOf(first)]);
    expect(asked).toEqual([`/${TENANT}/discovery/v2.0/keys`]);
  });

  it('are read again for a new one, but not at once for every unknown one', async () => {
    publish({ a: first });
    await get('a');
    await expect(get('nobody')).rejects.toThrow(CredentialRefused);
    for (let n = 0; n < 20; n++) await expect(get(`nobody-${n}`)).rejects.toThrow(CredentialRefused);
    expect(asked.length).toBeLessThan(5);
    publish({ a: first, b: second });
    expect(await waitFor('the new key', () => get('b').catch(() => null), 10_000)).toBe(pemOf(second));
  });

  it.each([
    ['an error', { status: 500, body: '' }],
    ['no JSON', { status: 200, body: '<html>' }],
    ['no keys', { status: 200, body: '{}' }],
    ['a redirect elsewhere', { status: 302, body: '' }],
  ])('that cannot be read (%s) let nobody in, and are asked for again', async (_name, broken) => {
    answer = broken;
    await expect(get('a')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(get('a')).rejects.toBeInstanceOf(DomainError);
    publish({ a: first });
    expect(await get('a')).toBe(pemOf(first));
  });

  it('stay good for a day while they cannot be read again, but not when they were taken back', async () => {
    publish({ a: first });
    keys = new SigningKeys(at, clock, { maxAgeMs: 0, pauseMs: 0 });
    await get('a');
    answer = { status: 503, body: '' };
    now += 23 * 3_600_000;
    expect(await get('a')).toBe(pemOf(first));
    now += 3_600_000;
    await expect(get('a')).rejects.toMatchObject({ code: 'unavailable' });
    publish({ a: first });
    await get('a');
    publish({ b: second });
    await expect(get('a')).rejects.toThrow(CredentialRefused);
    answer = { status: 503, body: '' };
    await expect(get('a')).rejects.toMatchObject({ code: 'unavailable' });
  });
});
