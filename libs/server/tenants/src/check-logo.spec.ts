import fc from 'fast-check';
import { crc32, deflateSync } from 'node:zlib';
import { checkLogo } from './check-logo';

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(named.length + 8);
  out.writeUInt32BE(data.length);
  named.copy(out, 4);
  out.writeUInt32BE(crc32(named), named.length + 4);
  return out;
}
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
function head(width: number, height: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width);
  data.writeUInt32BE(height, 4);
  data.set([8, 2, 0, 0, 0], 8);
  return chunk('IHDR', data);
}
const rows = (width: number, height: number): Buffer => deflateSync(Buffer.alloc((width * 3 + 1) * height));
const data = (width: number, height: number): Buffer => chunk('IDAT', rows(width, height));
const url = (...parts: Buffer[]): string => `data:image/png;base64,${Buffer.concat(parts).toString('base64')}`;
const plain = [SIGNATURE, head(64, 32), data(64, 32), chunk('IEND')];
const refusal = (logo: string): unknown => {
  try {
    return checkLogo(logo);
  } catch (error) {
    return error;
  }
};

describe('a logo', () => {
  it('is kept as it is when it is a plain picture', () => expect(checkLogo(url(...plain))).toBe(url(...plain)));

  it('is kept without texts, profiles, animation and what comes after it', () => {
    const [signature, first, ...rest] = plain;
    if (!signature || !first) throw new Error('no picture');
    const more = [
      chunk('tEXt', Buffer.from('Comment\0<script>alert(1)</script>')),
      chunk('iCCP', Buffer.alloc(20)),
      chunk('acTL', Buffer.alloc(8)),
    ];
    expect(checkLogo(url(signature, first, ...more, ...rest, Buffer.from('<svg onload="alert(1)"/>')))).toBe(url(...plain));
  });

  it.each<[string, Buffer[], string]>([
    ['another file', [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')], 'is not a PNG'],
    ['a signature alone', [SIGNATURE], 'is not a PNG'],
    ['no end', plain.slice(0, 3), 'is not a PNG'],
    ['no picture', [SIGNATURE, head(64, 32), chunk('IEND')], 'is not a PNG'],
    ['a wrong check sum', [SIGNATURE, head(64, 32).fill(1, 12, 13), data(64, 32), chunk('IEND')], 'is not a PNG'],
    ['more than its head says', [SIGNATURE, head(16, 16), data(512, 512), chunk('IEND')], 'is not a PNG'],
    ['a head too wide', [SIGNATURE, head(100_000, 32), data(16, 16), chunk('IEND')], 'pixels wide'],
    ['a head too small', [SIGNATURE, head(8, 8), data(8, 8), chunk('IEND')], 'pixels wide'],
  ])('is refused with %s', (_name, parts, message) => {
    expect(refusal(url(...parts))).toMatchObject({
      code: 'bad_request',
      options: { errors: [{ path: 'body.branding.logo', message: expect.stringContaining(message) }] },
    });
  });

  it('is either kept as a PNG or refused, whatever the bytes', () => {
    const whole = Buffer.concat(plain);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, byte, length) => {
        const bytes = Buffer.from(whole);
        bytes[at] = byte;
        const result = refusal(url(bytes.subarray(0, length)));
        const kept = typeof result === 'string' && result.startsWith('data:image/png;base64,iVBOR');
        expect(kept || (result instanceof Error && Reflect.get(result, 'code') === 'bad_request')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
