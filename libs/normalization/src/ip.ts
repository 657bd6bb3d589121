import ipaddr from 'ipaddr.js';

const V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;
const V4_WITH_PORT = /^([\d.]{7,15}):\d{1,5}$/;
const V6_CHARACTERS = /^[0-9a-f:.]{2,45}(?:%\w{1,20})?$/i;
const V6_IN_BRACKETS = /^\[([0-9a-f:.%]{2,60})\](?::\d{1,5})?$/i;

/**
 * The address in `value` without port, brackets and zone, v4-mapped unwrapped and IPv6 in its short lower-case form;
 * null for host names, damaged and unspecified addresses (`0.0.0.0`, `::`).
 */
export function parseIp(value: unknown): string | null {
  if (typeof value !== 'string' || value.length < 2 || value.length > 70) return null;
  let text = value.trim();
  text = V4_WITH_PORT.exec(text)?.[1] ?? V6_IN_BRACKETS.exec(text)?.[1] ?? text;
  if (V4.test(text)) return text === '0.0.0.0' ? null : text;
  if (!V6_CHARACTERS.test(text) || !text.includes(':')) return null;
  const zone = text.indexOf('%');
  return parseV6(zone < 0 ? text : text.slice(0, zone));
}

function parseV6(text: string): string | null {
  if (!ipaddr.IPv6.isValid(text)) return null;
  const address = ipaddr.IPv6.parse(text);
  if (address.isIPv4MappedAddress()) {
    const plain = address.toIPv4Address().toString();
    return plain === '0.0.0.0' ? null : plain;
  }
  const short = address.toString().toLowerCase();
  return short === '::' ? null : short;
}

/** Addresses that say nothing about who it was. */
export const isLoopback = (ip: string): boolean => ip === '::1' || ip.startsWith('127.');
