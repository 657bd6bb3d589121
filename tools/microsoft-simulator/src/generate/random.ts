/**
 * Deterministic pseudo-random numbers (the sfc32 generator, seeded from a string hash), fast enough to compose
 * a record in a few microseconds. Not for secrets.
 */
const HEX: readonly string[] = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));
const hex = (byte: number): string => HEX[byte & 255] ?? '00';
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Four 32-bit words from a text, all of them depending on every character (MurmurHash-like mixing). */
function words(text: string): [number, number, number, number] {
  let a = 1779033703;
  let b = 3144134277;
  let c = 1013904242;
  let d = 2773480762;
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ k, 597399067);
    b = c ^ Math.imul(b ^ k, 2869860233);
    c = d ^ Math.imul(c ^ k, 951274213);
    d = a ^ Math.imul(d ^ k, 2716044179);
  }
  return [a >>> 0, b >>> 0, c >>> 0, d >>> 0];
}

export class Rng {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  constructor(seed: string) {
    [this.a, this.b, this.c, this.d] = words(seed);
    for (let i = 0; i < 12; i++) this.uint();
  }

  /** Integer in [0, 2^32). */
  uint(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return t >>> 0;
  }

  /** Number in [0, 1). */
  float(): number {
    return this.uint() / 4294967296;
  }

  /** Integer in [0, n). */
  int(n: number): number {
    return Math.floor(this.float() * n);
  }

  chance(probability: number): boolean {
    return this.float() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const value = list[this.int(list.length)];
    if (value === undefined) throw new RangeError('pick from an empty list');
    return value;
  }

  /** One of `list`, its chance in proportion to `weight`. */
  weighted<T>(list: readonly T[], weight: (item: T) => number): T {
    let total = 0;
    for (const item of list) total += weight(item);
    let left = this.float() * total;
    for (const item of list) if ((left -= weight(item)) < 0) return item;
    return this.pick(list);
  }

  /** Version 4 GUID, lower case. */
  guid(): string {
    const a = this.uint();
    const b = this.uint();
    const c = this.uint();
    const d = this.uint();
    const first = hex(a) + hex(a >>> 8) + hex(a >>> 16) + hex(a >>> 24);
    const second = `${hex(b)}${hex(b >>> 8)}-4${hex(b >>> 16).charAt(1)}${hex(b >>> 24)}`;
    const third = `${hex(((c >>> 24) & 0x3f) | 0x80)}${hex(c)}-${hex(c >>> 8)}${hex(c >>> 16)}`;
    return `${first}-${second}-${third}${hex(d)}${hex(d >>> 8)}${hex(d >>> 16)}${hex(d >>> 24)}`;
  }

  /** Upper-case hexadecimal digits. */
  hexDigits(length: number): string {
    let out = '';
    while (out.length < length) out += hex(this.uint());
    return out.slice(0, length).toUpperCase();
  }

  alphanumeric(length: number): string {
    let out = '';
    for (let i = 0; i < length; i++) out += ALPHANUMERIC[this.int(36)];
    return out;
  }

  /** Fisher-Yates, in place. */
  shuffle<T>(list: T[]): T[] {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const x = list[i];
      const y = list[j];
      if (x !== undefined && y !== undefined) {
        list[i] = y;
        list[j] = x;
      }
    }
    return list;
  }
}
