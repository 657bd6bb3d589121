import { getCACertificates } from 'node:tls';

/** Authorities that receivers may have their certificates from: those of Node and of NODE_EXTRA_CA_CERTS, and these. Undefined: Node's own choice. */
export const trusting = (further: readonly string[]): string[] | undefined =>
  further.length === 0 ? undefined : [...getCACertificates('default'), ...further];

const UNKNOWN = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

/** What is wrong with the certificate of a receiver, by the code of the failure; null when it was something else. */
export function certificateTrouble(code: string, receiver: string): string | null {
  if (UNKNOWN.has(code))
    return `the certificate of ${receiver} is from an authority that is not trusted here (${code}); NOTIFY_CA_FILE can name it`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `the certificate of ${receiver} is for another host name (${code})`;
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return `the certificate of ${receiver} is not valid now (${code})`;
  return null;
}
