import { createHash, createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';

/** What is wrong with a certificate or its key, and what to do; never what is in them. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
  constructor(
    readonly part: 'certificate' | 'key',
    message: string,
  ) {
    super(message);
  }
}

/** A certificate with its key, as far as it is needed to prove who asks. */
export interface ClientCertificate {
  /** SHA-256 of the DER encoding, base64url. */
  thumbprint: string;
  validFrom: Date;
  validTo: Date;
  /** PKCS #8 in PEM. */
  privateKey: string;
}

/** Smaller RSA keys are not safe any more. */
const MIN_BITS = 2048;

function readCertificate(pem: string): X509Certificate {
  if (!/-----BEGIN CERTIFICATE-----/.test(pem))
    throw new CertificateError('certificate', 'This is no certificate in PEM form: it begins with "-----BEGIN CERTIFICATE-----".');
  try {
    return new X509Certificate(pem);
  } catch {
    throw new CertificateError('certificate', 'The certificate cannot be read: it is damaged or cut off.');
  }
}

function readKey(pem: string): KeyObject {
  if (/ENCRYPTED/.test(pem))
    throw new CertificateError(
      'key',
      'The key is protected by a password. Give it without one, for example from "openssl pkey -in key.pem"; AOC keeps it sealed.',
    );
  if (!/-----BEGIN (?:RSA )?PRIVATE KEY-----/.test(pem))
    throw new CertificateError('key', 'This is no RSA key in PEM form: it begins with "-----BEGIN PRIVATE KEY-----".');
  try {
    return createPrivateKey(pem);
  } catch {
    throw new CertificateError('key', 'The key cannot be read: it is damaged or cut off.');
  }
}

/**
 * Reads a certificate and its key. Whether it is valid at this time is the caller's question.
 * @param certificatePem where it holds a chain the first one counts @throws CertificateError
 */
export function readClientCertificate(certificatePem: string, keyPem: string): ClientCertificate {
  const certificate = readCertificate(certificatePem);
  const key = readKey(keyPem);
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < MIN_BITS)
    throw new CertificateError('key', `The key must be an RSA key of at least ${MIN_BITS} bits: Entra takes no other.`);
  if (!certificate.checkPrivateKey(key)) throw new CertificateError('key', 'The key does not belong to the certificate.');
  return {
    thumbprint: createHash('sha256').update(certificate.raw).digest('base64url'),
    validFrom: certificate.validFromDate,
    validTo: certificate.validToDate,
    privateKey: String(key.export({ type: 'pkcs8', format: 'pem' })),
  };
}
