import { builtProgram, startProgram, waitFor } from '@aoc/testing';
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const PUBLIC_KEY = /-----BEGIN PUBLIC KEY-----[\s\S]*?-----END PUBLIC KEY-----/;

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * The API as it was built, with another public key for licences in it, as whoever issues licences of their own builds it, and a licence
 * for several tenants. It serves the dashboard too.
 */
export async function startLicensedApi(port: number, settings: Record<string, string>) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const pem = String(publicKey.export({ type: 'spki', format: 'pem' })).trim();
  const built = await builtProgram('api');
  const program = await readFile(built, 'utf8');
  if (!PUBLIC_KEY.test(program)) throw new Error('the built API holds no public key for licences');
  // Beside the API, because it imports the same packages from there.
  const file = path.join(path.dirname(built), `licensed-${randomBytes(4).toString('hex')}.js`);
  await writeFile(file, program.replace(PUBLIC_KEY, pem));
  const claims = {
    sub: 'Provider',
    jti: '1',
    plan: 'msp',
    max_tenants: 5,
    features: ['multi_tenant'],
    exp: Math.floor(Date.now() / 1000) + 90 * 86_400,
  };
  const text = `${encoded({ alg: 'EdDSA', typ: 'JWT' })}.${encoded(claims)}`;
  const LICENSE_KEY = `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`;
  const running = startProgram(file, { ...settings, LICENSE_KEY, WEB_DIR: 'dist/apps/web', PORT: String(port), HOST: '127.0.0.1' });
  await waitFor(
    'the licensed API to serve',
    () => {
      if (running.process.exitCode !== null) throw new Error(`the API ended:\n${running.output()}`);
      return running.output().includes('"msg":"serving"');
    },
    60_000,
  );
  return {
    async stop() {
      await running.end('SIGTERM');
      await rm(file, { force: true });
    },
  };
}
