import { selfSigned } from '@aoc/testing';
import fc from 'fast-check';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { CertificateError, readClientCertificate } from './client-certificate';

const own = selfSigned();
const other = selfSigned();

/** Why the pair is refused; undefined when it is taken. */
function refusal(certificate: string, key: string): CertificateError | undefined {
  try {
    readClientCertificate(certificate, key);
    return undefined;
  } catch (error) {
    if (error instanceof CertificateError) return error;
    throw error;
  }
}

describe('a certificate that proves who asks', () => {
  it('is known by its thumbprint, with a key in one form', () => {
    const read = readClientCertificate(own.certificatePem, own.keyPem);
    const hex = Buffer.from(read.thumbprint, 'base64url').toString('hex').toUpperCase();
    expect(hex.match(/../g)?.join(':')).toBe(new X509Certificate(own.certificatePem).fingerprint256);
    const old = String(own.key.export({ type: 'pkcs1', format: 'pem' }));
    expect(readClientCertificate(`\n${own.certificatePem}${other.certificatePem}`, old)).toEqual(read);
    expect(read.validTo.getTime() - Date.now()).toBeGreaterThan(364 * 86_400_000);
  });

  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const locked = String(own.key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }));
  const lockedOld = String(own.key.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }));
  it.each([
    ['certificate', /no certificate in PEM form/, own.keyPem, own.certificatePem],
    ['certificate', /damaged or cut off/, own.certificatePem.slice(0, 300), own.keyPem],
    ['key', /does not belong to the certificate/, own.certificatePem, other.keyPem],
    ['key', /protected by a password/, own.certificatePem, locked],
    ['key', /protected by a password/, own.certificatePem, lockedOld],
    ['key', /at least 2048 bits/, own.certificatePem, selfSigned({ bits: 1024 }).keyPem],
    ['key', /at least 2048 bits/, own.certificatePem, String(ec.export({ type: 'pkcs8', format: 'pem' }))],
    ['key', /no RSA key in PEM form/, own.certificatePem, own.certificatePem],
    ['key', /damaged or cut off/, own.certificatePem, own.keyPem.slice(0, 400)],
  ])('is refused for its %s: %s', (part, message, certificate, key) => {
    expect(refusal(certificate, key)).toMatchObject({ part, message: expect.stringMatching(message) });
  });

  it('is taken or refused whatever is given, and what is given is never repeated', () => {
    const cut = fc.tuple(fc.constantFrom(own.certificatePem, own.keyPem, locked), fc.nat(2000)).map(([text, at]) => text.slice(0, at));
    const text = fc.oneof(fc.string({ minLength: 12 }), cut);
    fc.assert(
      // Texts may also be cut behind their end: the pair is whole then.
      fc.property(text, text, (certificate, key) => {
        const message = refusal(certificate, key)?.message ?? '';
        expect(key.length > 60 && message.includes(key.slice(30, 60))).toBe(false);
      }),
      { examples: [[own.certificatePem, own.keyPem]] },
    );
  });
});
