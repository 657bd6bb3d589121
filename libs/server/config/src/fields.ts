import { personRoleSchema, type PersonRole } from '@aoc/contracts';
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { z } from 'zod';

/** A variable of the environment: how it is read, and what `.env.example` says of it. */
export interface Variable<T extends z.ZodType = z.ZodType> {
  schema: T;
  description: string;
  example: string;
  secret: boolean;
}

export const variable = <T extends z.ZodType>(schema: T, description: string, example = '', secret = false): Variable<T> => ({
  schema,
  description,
  example,
  secret,
});

const TRUE = new Set(['true', '1', 'yes', 'on']);
const FALSE = new Set(['false', '0', 'no', 'off']);

/** `true/1/yes/on` or `false/0/no/off`, any case. */
export const flag = (fallback: boolean) =>
  z
    .string()
    .default(String(fallback))
    .transform((text, context) => {
      const word = text.trim().toLowerCase();
      if (TRUE.has(word)) return true;
      if (FALSE.has(word)) return false;
      context.addIssue({ code: 'custom', message: 'expected true or false' });
      return z.NEVER;
    });

/** A number within bounds; digits only, so that a typo is not read as something else. */
export const number = (fallback: number, min: number, max: number) =>
  z
    .string()
    .default(String(fallback))
    .transform((text, context) => {
      const value = Number(text.trim());
      if (text.trim() !== '' && Number.isFinite(value) && value >= min && value <= max) return value;
      context.addIssue({ code: 'custom', message: `expected a number from ${min} to ${max}` });
      return z.NEVER;
    });

/** Comma separated words, trimmed; empty means none. */
export const list = (fallback = '') =>
  z
    .string()
    .default(fallback)
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    );

/** Comma separated words, each one of `known`. */
export const listOf = <const T extends readonly [string, ...string[]]>(known: T, fallback: T[number]) =>
  list(fallback).pipe(z.array(z.enum(known, { error: `expected some of ${known.join(', ')}` })).min(1, 'expected at least one'));

const isCertificate = (pem: string): boolean => {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
};

/** Certificates in PEM, one after the other; empty means none. */
export const certificates = () =>
  z
    .string()
    .default('')
    .transform((given, context) => {
      const found = given.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
      if (found.every(isCertificate) && (found.length > 0 || given.trim() === '')) return [...found];
      context.addIssue({ code: 'custom', message: 'expected certificates in PEM (-----BEGIN CERTIFICATE-----)' });
      return z.NEVER;
    });

export const text = (fallback = '') =>
  z
    .string()
    .default(fallback)
    .transform((value) => value.trim());

/** Base URL of a service, without a trailing slash. */
export const url = (fallback: string, protocols: readonly string[] = ['http:', 'https:']) =>
  z
    .string()
    .default(fallback)
    .transform((value, context) => {
      const trimmed = value.trim();
      if (trimmed === '') return '';
      if (URL.canParse(trimmed) && protocols.includes(new URL(trimmed).protocol)) return trimmed.replace(/\/+$/, '');
      context.addIssue({ code: 'custom', message: `expected a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}` });
      return z.NEVER;
    });

const KEY_BYTES = 32;
const isKey = (value: string): boolean => /^[A-Za-z0-9+/]{43}=$/.test(value) && Buffer.from(value, 'base64').length === KEY_BYTES;
const KEY_EXPECTED = 'expected 32 bytes in base64, for example from "openssl rand -base64 32"';

/** A key of 32 bytes in base64; empty means none. */
export const key = () => text().refine((value) => value === '' || isKey(value), KEY_EXPECTED);
/** Comma separated keys. */
export const keys = () => list().refine((values) => values.every(isKey), KEY_EXPECTED);

/** A host name, an address, or a range of addresses in CIDR form. */
function isHostOrRange(value: string): boolean {
  const [address = '', bits, ...rest] = value.split('/');
  const version = isIP(address);
  if (bits !== undefined) return rest.length === 0 && version !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
  return version !== 0 || /^(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/i.test(value);
}
/** Comma separated hosts, addresses and ranges. */
export const hostsAndRanges = () =>
  list().refine((values) => values.every(isHostOrRange), 'expected host names, addresses or ranges such as 10.1.0.0/16');

/** Comma separated `name=role` pairs, by name; group ids in lower case. */
export const roleMap = (fallback: string) =>
  list(fallback).transform((pairs, context) => {
    const map = new Map<string, PersonRole>();
    for (const pair of pairs) {
      const [name = '', word, ...rest] = pair.split('=').map((part) => part.trim());
      const role = personRoleSchema.safeParse(word);
      if (name === '' || !role.success || rest.length > 0) {
        context.addIssue({ code: 'custom', message: `expected name=role with one of ${personRoleSchema.options.join(', ')}` });
        return z.NEVER;
      }
      map.set(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name) ? name.toLowerCase() : name, role.data);
    }
    return map;
  });
