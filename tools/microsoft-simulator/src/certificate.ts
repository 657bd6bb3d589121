/** A certificate authority for tests and a certificate of it for this machine, made anew at each start with the `openssl` program. */
import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

export interface TestCertificate {
  key: string;
  /** The certificate and, after it, that of the authority. */
  cert: string;
  /** File with the authority's certificate, for NODE_EXTRA_CA_CERTS. */
  caFile: string;
  /** SHA-256 of the public key in base64, for Chromium's `--ignore-certificate-errors-spki-list`. */
  spkiHash: string;
  /** Removes the file. */
  remove(): Promise<void>;
}

const run = promisify(execFile);
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];

/**
 * @param local whether it is for this machine's own names as well; false for a certificate that does not fit here
 * @throws Error that says what to install when there is no `openssl` 3
 */
export async function makeCertificate(host: string, local = true): Promise<TestCertificate> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aoc-simulator-ca-'));
  const file = (name: string): string => path.join(folder, name);
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const own = local ? ['IP:127.0.0.1', 'DNS:localhost'] : [];
  const names = [...new Set([...own, /^[\d.]+$|:/.test(host) ? `IP:${host}` : `DNS:${host}`])].join(',');
  const request = (args: string[]) => run('openssl', ['req', '-x509', '-days', '2', ...newKey, ...args]);
  try {
    await request([
      ...['-subj', '/CN=AOC simulator test authority', '-keyout', file('ca.key'), '-out', file('ca.pem')],
      ...['-addext', 'basicConstraints=critical,CA:TRUE,pathlen:0', '-addext', 'keyUsage=critical,keyCertSign'],
    ]);
    await request([
      ...['-subj', `/CN=${host}`, '-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-keyout', file('key.pem'), '-out', file('cert.pem')],
      ...['-addext', `subjectAltName=${names}`, '-addext', 'basicConstraints=critical,CA:FALSE'],
      ...['-addext', 'keyUsage=critical,digitalSignature', '-addext', 'extendedKeyUsage=serverAuth'],
    ]);
    const [key, leaf, ca] = await Promise.all(['key.pem', 'cert.pem', 'ca.pem'].map((name) => readFile(file(name), 'utf8')));
    if (!key || !leaf || !ca) throw new Error('openssl wrote an empty file');
    // Nothing is to be signed any more.
    await Promise.all(['ca.key', 'key.pem'].map((name) => rm(file(name))));
    const spki = new X509Certificate(leaf).publicKey.export({ type: 'spki', format: 'der' });
    return { key, cert: leaf + ca, caFile: file('ca.pem'), spkiHash: createHash('sha256').update(spki).digest('base64'), remove };
  } catch (cause) {
    await remove();
    throw new Error(
      'The certificate of the HTTPS listener needs the program openssl, version 3 or newer. Install it, or leave HTTPS off.',
      {
        cause,
      },
    );
  }
}
