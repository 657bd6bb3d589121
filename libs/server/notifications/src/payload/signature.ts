import { createHmac } from 'node:crypto';

export const SIGNATURE_HEADER = 'x-aoc-signature';

/**
 * `t=<seconds since 1970>,v1=<hex>`: HMAC-SHA256 with the channel's secret over `<t>.<body>`. The time is part of what is signed, so
 * that a receiver can refuse old requests that somebody repeats.
 */
export function signatureOf(secret: string, body: string, now: Date): string {
  const t = Math.floor(now.getTime() / 1000);
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`;
}
