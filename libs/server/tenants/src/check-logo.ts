import { DomainError, MAX_LOGO_BYTES } from '@aoc/contracts';
import { crc32, inflateSync } from 'node:zlib';

const PREFIX = 'data:image/png;base64,';
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Of a picture without texts, profiles, times and animation (PNG, third edition). */
const KEPT = new Set(['IHDR', 'PLTE', 'tRNS', 'sBIT', 'gAMA', 'cHRM', 'sRGB', 'pHYs', 'IDAT', 'IEND']);
const SIZES = { least: 16, wide: 1024, high: 512 } as const;
/** Samples of a pixel by colour type. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

interface Chunk {
  type: string;
  data: Buffer;
  /** With its length and check sum. */
  whole: Buffer;
}

/** @returns the chunks up to the end of the picture; null when it is none or is damaged */
function chunksOf(png: Buffer): Chunk[] | null {
  if (!png.subarray(0, 8).equals(SIGNATURE)) return null;
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= png.length;) {
    const end = at + 12 + png.readUInt32BE(at);
    if (end > png.length) return null;
    const whole = png.subarray(at, end);
    if (crc32(whole.subarray(4, -4)) !== whole.readUInt32BE(whole.length - 4)) return null;
    const type = whole.toString('latin1', 4, 8);
    chunks.push({ type, data: whole.subarray(8, -4), whole });
    if (type === 'IEND') return chunks;
    at = end;
  }
  return null;
}

/** Bytes that the picture takes when it is unpacked, filters included; null when the head makes no sense. Interlaced ones a little more. */
function unpackedSize(head: Buffer): { width: number; height: number; bytes: number } | null {
  if (head.length !== 13) return null;
  const [width, height, depth, colour] = [head.readUInt32BE(0), head.readUInt32BE(4), head.readUInt8(8), head.readUInt8(9)];
  const samples = SAMPLES[colour];
  if (samples === undefined || ![1, 2, 4, 8, 16].includes(depth)) return null;
  const bytes = (Math.ceil((width * samples * depth) / 8) + 1) * height;
  return { width, height, bytes: head.readUInt8(12) === 0 ? bytes : bytes * 2 + 64 };
}

function isPicture(chunks: readonly Chunk[], most: number): boolean {
  try {
    const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
    return inflateSync(packed, { maxOutputLength: most }).length > 0;
  } catch {
    return false;
  }
}

const refuse = (message: string): never => {
  throw new DomainError('bad_request', `body.branding.logo: ${message}`, { errors: [{ path: 'body.branding.logo', message }] });
};

/**
 * A logo as it is kept: a PNG that unpacks to what its head says, without anything but the picture. It is only ever shown as an image.
 * @throws DomainError bad_request
 */
export function checkLogo(logo: string): string {
  const bytes = Buffer.from(logo.slice(PREFIX.length), 'base64');
  if (bytes.length > MAX_LOGO_BYTES) refuse('must be a PNG of at most 24 kB');
  const chunks = chunksOf(bytes);
  const [head] = chunks ?? [];
  const size = head?.type === 'IHDR' ? unpackedSize(head.data) : null;
  if (!chunks || !size) return refuse('is not a PNG, or is damaged');
  if (size.width < SIZES.least || size.height < SIZES.least || size.width > SIZES.wide || size.height > SIZES.high)
    refuse(
      `must be ${SIZES.least} to ${SIZES.wide} pixels wide and ${SIZES.least} to ${SIZES.high} high, and has ${size.width} × ${size.height}`,
    );
  if (!isPicture(chunks, size.bytes)) refuse('is not a PNG, or is damaged');
  const kept = Buffer.concat([SIGNATURE, ...chunks.filter(({ type }) => KEPT.has(type)).map(({ whole }) => whole)]);
  return `${PREFIX}${kept.toString('base64')}`;
}
