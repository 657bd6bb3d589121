import { issueLicence } from '@aoc/server/licence';
import { generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

/** A licence for this run, under a key of this run. */
export async function licenceFor(tenants: number) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const claims = { sub: 'bench', jti: 'bench', plan: 'msp', max_tenants: tenants + 1, features: ['multi_tenant'] };
  const exp = Math.floor(Date.now() / 1000) + 86_400;
  const text = await issueLicence({ ...claims, exp }, String(privateKey.export({ type: 'pkcs8', format: 'pem' })));
  const pem = String(publicKey.export({ type: 'spki', format: 'pem' })).trim();
  /** As whoever issues licences does it before the build. */
  const trust = async (file: string): Promise<void> => {
    const code = await readFile(file, 'utf8');
    await writeFile(file, code.replace(/-----BEGIN PUBLIC KEY-----\s+[\w+/=\s]+-----END PUBLIC KEY-----/, pem));
  };
  return { text, trust };
}
