import { DomainError, tenantIdSchema } from '@aoc/contracts';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { secretBox, SecretError } from './index';

const newKey = (): string => randomBytes(32).toString('base64');
const A = tenantIdSchema.parse('aaaaaaaa-0000-4000-8000-000000000001');
const B = tenantIdSchema.parse('bbbbbbbb-0000-4000-8000-000000000002');
const scope = { purpose: 'channel-url', tenantId: A };
const key = newKey();
const box = secretBox({ current: key });

describe('sealed secrets', () => {
  it('open to what was sealed, and are another text each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (secret) => {
        const [one, two] = [box.seal(secret, scope), box.seal(secret, scope)];
        expect(box.open(one, scope)).toBe(Buffer.from(secret, 'utf8').toString('utf8'));
        expect(one).not.toBe(two);
        if (secret.length > 5) expect(one).not.toContain(secret);
      }),
    );
  });

  it('do not open for another purpose or tenant', () => {
    const sealed = box.seal('https://example.com/hook', scope);
    expect(() => box.open(sealed, { ...scope, purpose: 'channel-secret' })).toThrow(SecretError);
    expect(() => box.open(sealed, { ...scope, tenantId: B })).toThrow(SecretError);
  });

  it('do not open when one character was changed, anything was cut off or added', () => {
    const sealed = box.seal('a secret of some length', scope);
    fc.assert(
      fc.property(fc.nat({ max: sealed.length - 1 }), fc.constantFrom(...'ABCxyz019-_.'), (at, char) => {
        fc.pre(sealed[at] !== char);
        expect(() => box.open(`${sealed.slice(0, at)}${char}${sealed.slice(at + 1)}`, scope)).toThrow(SecretError);
      }),
    );
    for (let length = 0; length < sealed.length; length += 1) expect(() => box.open(sealed.slice(0, length), scope)).toThrow(SecretError);
    for (const added of ['.', '=', 'A', '.A', ' ', '\n']) expect(() => box.open(sealed + added, scope)).toThrow(SecretError);
  });

  it('never tell the secret when they cannot be opened', () => {
    const sealed = box.seal('hunter2-hunter2', scope);
    for (const open of [() => box.open(sealed, { ...scope, tenantId: B }), () => secretBox({ current: newKey() }).open(sealed, scope)])
      expect(open).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }));
  });

  it('open with a previous key and are sealed with the current one', () => {
    const old = box.seal('secret', scope);
    const rotated = secretBox({ current: newKey(), previous: [newKey(), key] });
    expect(rotated.open(old, scope)).toBe('secret');
    expect(rotated.isCurrent(old)).toBe(false);
    const again = rotated.seal('secret', scope);
    expect(rotated.isCurrent(again)).toBe(true);
    expect(() => box.open(again, scope)).toThrow('ENCRYPTION_KEY_PREVIOUS');
  });

  it('are refused without a key, in words that say what to set; old ones still open with a previous key', () => {
    const closed = secretBox({ current: '', previous: [key] });
    expect(() => closed.seal('x', scope)).toThrow(DomainError);
    expect(() => closed.seal('x', scope)).toThrow('Set ENCRYPTION_KEY (32 bytes in base64');
    expect(closed.open(box.seal('x', scope), scope)).toBe('x');
  });
});
