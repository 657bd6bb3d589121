import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { issueLicence } from './issue-licence';
import { licenceStatus, requireFeature, requireTenants } from './licence-status';
import { openLicence } from './open-licence';

const pemPair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    privateKey,
  };
};
const { publicPem, privatePem, privateKey } = pemPair();
const other = pemPair();

const END = Date.UTC(2027, 0, 1) / 1000;
const claims = { sub: 'Contoso Ltd', jti: 'lic-1', plan: 'msp', max_tenants: 5, features: ['multi_tenant'], exp: END };
const DAY = 86_400_000;
const at = (days: number, milliseconds = 0): Date => new Date(END * 1000 + days * DAY + milliseconds);

const part = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
/** A token by hand, with whatever header and signature. */
const token = (header: unknown, payload: unknown, signature: (input: Buffer) => Buffer): string => {
  const input = `${part(header)}.${part(payload)}`;
  return `${input}.${signature(Buffer.from(input)).toString('base64url')}`;
};
const signed = (payload: unknown, key: KeyObject = privateKey, header: unknown = { alg: 'EdDSA' }): string =>
  token(header, payload, (input) => sign(null, input, key));

describe('a licence', () => {
  it('is what was signed, whatever stands around it', async () => {
    const text = await issueLicence(claims, privatePem);
    expect(await openLicence(text, publicPem)).toEqual({ kind: 'signed', claims });
    expect(await openLicence(`\n ${text} \n`, publicPem)).toEqual({ kind: 'signed', claims });
    expect(await openLicence(signed(claims, privateKey, { alg: 'Ed25519' }), publicPem)).toMatchObject({ kind: 'signed' });
    expect(await openLicence('  ', publicPem)).toEqual({ kind: 'none' });
  });

  it('is not issued without what it must say, or under a key of another kind', async () => {
    await expect(issueLicence({ ...claims, max_tenants: 0 }, privatePem)).rejects.toThrow();
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await expect(issueLicence(claims, rsa)).rejects.toThrow();
  });

  const tampered = (change: object): string => {
    const [header, , signature] = signed(claims).split('.');
    return [header, part({ ...claims, ...change }), signature].join('.');
  };
  it.each([
    ['alg none without signature', token({ alg: 'none' }, claims, () => Buffer.alloc(0)), 'Ed25519'],
    ['alg none in other letters', token({ alg: 'nOnE' }, claims, () => Buffer.alloc(0)), 'Ed25519'],
    [
      'HS256 with the public key as its secret',
      token({ alg: 'HS256' }, claims, (input) => createHmac('sha256', publicPem).update(input).digest()),
      'Ed25519',
    ],
    ['an RSA algorithm in the header', signed(claims, privateKey, { alg: 'RS256' }), 'Ed25519'],
    ['no algorithm', signed(claims, privateKey, {}), 'damaged'],
    ['another key', signed(claims, other.privateKey), 'signature'],
    [
      'another key that it brings along',
      signed(claims, other.privateKey, { alg: 'EdDSA', jwk: { kty: 'OKP', crv: 'Ed25519' } }),
      'signature',
    ],
    ['a header that must be understood', signed(claims, privateKey, { alg: 'EdDSA', crit: ['exp'], exp: 1 }), 'damaged'],
    ['more tenants', tampered({ max_tenants: 5000 }), 'signature'],
    ['a later end', tampered({ exp: END * 2 }), 'signature'],
    ['no signature', signed(claims).replace(/[^.]+$/, ''), 'signature'],
    ['a cut signature', signed(claims).slice(0, -4), 'signature'],
    ['two parts', signed(claims).split('.').slice(0, 2).join('.'), 'damaged'],
    ['any text', 'please', 'damaged'],
    ['a huge text', 'a'.repeat(50_000_000), 'too long'],
    ['a huge token that is signed', signed({ ...claims, note: 'x'.repeat(10_000) }), 'too long'],
    ['no end', signed({ ...claims, exp: undefined }), '(exp)'],
    ['an end that is no number', signed({ ...claims, exp: 'never' }), '(exp)'],
    ['an end beyond all time', signed({ ...claims, exp: 1e18 }), '(exp)'],
    ['no licensee and half a tenant', signed({ ...claims, sub: undefined, max_tenants: 0.5 }), '(sub, max_tenants)'],
    ['a payload that is no JSON', signed('hello'), 'damaged'],
    ['a payload that is null', signed(null), '(all)'],
  ])('is refused with %s', async (_what, text, reason) => {
    const licence = await openLicence(text, publicPem);
    expect(licence).toEqual({ kind: 'forged', reason: expect.stringContaining(reason) });
    expect(licenceStatus(licence, at(-100))).toMatchObject({ state: 'forged', usable: false, max_tenants: 1, features: [] });
    expect(() => requireFeature(licence, 'multi_tenant', at(-100))).toThrow(expect.objectContaining({ code: 'payment_required' }));
  });

  it('is refused once any of its characters is another', async () => {
    const text = signed(claims);
    const change = fc.tuple(fc.nat({ max: text.length - 1 }), fc.constantFrom(...'ABCxyz019-_.'));
    await fc.assert(
      fc.asyncProperty(change, async ([index, letter]) => {
        const changed = text.slice(0, index) + letter + text.slice(index + 1);
        const same = Buffer.from(changed.split('.')[2] ?? '', 'base64url').equals(Buffer.from(text.split('.')[2] ?? '', 'base64url'));
        // The last letter of a signature has bits that stand for nothing.
        fc.pre(changed !== text && !(index === text.length - 1 && same));
        expect((await openLicence(changed, publicPem)).kind).toBe('forged');
      }),
      { numRuns: 200 },
    );
  });

  it('never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect(['none', 'forged']).toContain((await openLicence(text, publicPem)).kind);
      }),
    );
  });

  it('verifies under the key of the program, which did not sign these', async () => {
    expect(await openLicence(signed(claims))).toMatchObject({ kind: 'forged', reason: expect.stringContaining('signature') });
  });
});

describe('the state of a licence', () => {
  const licence = { kind: 'signed' as const, claims: { ...claims, nbf: END - 365 * 86_400 } };

  it.each([
    ['before it begins', at(-365, -1), 'not_yet_valid', false],
    ['when it begins', at(-365), 'valid', true],
    ['just before it is announced to expire', at(-30, -1), 'valid', true],
    ['30 days before its end', at(-30), 'expiring', true],
    ['just before its end', at(0, -1), 'expiring', true],
    ['at its end', at(0), 'grace', true],
    ['just before the end of the grace', at(14, -1), 'grace', true],
    ['at the end of the grace', at(14), 'expired', false],
    ['long after', at(4000), 'expired', false],
  ])('%s', (_when, now, state, usable) => {
    expect(licenceStatus(licence, now)).toMatchObject({ state, usable, plan: 'msp', licensee: 'Contoso Ltd', max_tenants: 5 });
    if (usable) expect(() => requireFeature(licence, 'multi_tenant', now)).not.toThrow();
    else expect(() => requireFeature(licence, 'multi_tenant', now)).toThrow(/needs a valid licence.*One tenant goes on working/);
  });

  it.each([
    ['in words that name the days left', at(-30), 'The licence expires on 2027-01-01, in 30 days.'],
    ['on the last day', at(0, -1), 'in 1 day.'],
    ['in the grace', at(13, 1), 'The licence expired on 2027-01-01, and works for 1 day more.'],
    ['afterwards', at(14), 'The licence expired on 2027-01-01. Put a new licence into LICENSE_KEY'],
  ])('is told %s', (_when, now, words) => {
    expect(licenceStatus(licence, now).message).toContain(words);
  });

  it('grants what the licence names, and no more', () => {
    const refusal = (work: () => void): string => {
      try {
        work();
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
      return 'granted';
    };
    const now = at(-100);
    expect(refusal(() => requireFeature({ kind: 'none' }, 'multi_tenant', now))).toContain('needs a licence, and there is none');
    const plain = { ...licence, claims: { ...claims, features: [] } };
    expect(refusal(() => requireFeature(plain, 'multi_tenant', now))).toContain('not part of this licence');
    expect(refusal(() => requireTenants({ kind: 'none' }, 1, now))).toBe('granted');
    expect(refusal(() => requireTenants({ kind: 'none' }, 2, now))).toContain('there is none');
    expect(refusal(() => requireTenants(licence, 5, now))).toBe('granted');
    expect(refusal(() => requireTenants(licence, 6, now))).toContain('grants 5 tenants, and 6 are wanted');
    expect(licenceStatus({ kind: 'none' }, now)).toMatchObject({ state: 'none', max_tenants: 1 });
  });
});
