import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** One DER element. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length = body.length < 0x80 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}
const SEQUENCE = 0x30;
/** sha256WithRSAEncryption */
const ALGORITHM = der(SEQUENCE, der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05));
const commonName = (name: string): Buffer =>
  der(SEQUENCE, der(0x31, der(SEQUENCE, der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from(name)))));
const time = (date: Date): Buffer => der(0x18, Buffer.from(`${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`));

export interface SelfSigned {
  certificatePem: string;
  /** PKCS #8. */
  keyPem: string;
  key: KeyObject;
  /** SHA-256, base64url. */
  thumbprint: string;
}

/** A certificate as people make them for an app registration. @param days of validity, from the day before `now` on; negative: it has ended */
export function selfSigned({ days = 365, bits = 2048, now = Date.now() }: { days?: number; bits?: number; now?: number } = {}): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const from = new Date(now - (days < 0 ? 400 : 1) * 86_400_000);
  const name = commonName('aoc-test');
  const content = der(
    SEQUENCE,
    der(0x02, Buffer.from([1])),
    ALGORITHM,
    name,
    der(SEQUENCE, time(from), time(new Date(now + days * 86_400_000))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, privateKey));
  const whole = der(SEQUENCE, content, ALGORITHM, signature);
  const body = whole.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    certificatePem: `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`,
    keyPem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    key: privateKey,
    thumbprint: createHash('sha256').update(whole).digest('base64url'),
  };
}
