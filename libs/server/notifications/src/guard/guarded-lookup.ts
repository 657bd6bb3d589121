import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { isNativeError } from 'node:util/types';
import { addressKind } from './address';
import { hostKey, type AllowList } from './allow-list';

/** All addresses of a host name, as the system resolves it. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;
export const systemResolve: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/** A receiver that notifications may not reach. Not tried again: only a person can change that. */
export class RefusedAddress extends Error {
  override readonly name = 'RefusedAddress';
}

const REFUSED = 'is an internal address, or resolves to one. An operator can allow it with NOTIFY_ALLOW_PRIVATE.';
const INSECURE = 'http is for internal receivers that NOTIFY_ALLOW_PRIVATE lists; use https.';

/** @throws RefusedAddress unless every address may be reached over this protocol */
function assertAllowed(host: string, addresses: readonly string[], secure: boolean, allowed: AllowList): void {
  if (allowed.hosts.has(hostKey(host))) return;
  const kinds = addresses.map((address) => addressKind(address, allowed));
  if (kinds.length === 0 || kinds.includes('refused')) throw new RefusedAddress(`${host} ${REFUSED}`);
  if (!secure && kinds.includes('public')) throw new RefusedAddress(INSECURE);
}

/** The address when the host of a URL is one and no name; null for a name. */
function literalOf(url: URL): string | null {
  if (url.hostname.startsWith('[')) return url.hostname.slice(1, -1);
  // The URL parser turns every spelling of an IPv4 address (decimal, octal, short) into the usual one.
  return /^\d+\.\d+\.\d+\.\d+$/.test(url.hostname) ? url.hostname : null;
}

/**
 * What can be told of an address without resolving its name; called when a channel is saved and before each connection.
 * @throws RefusedAddress
 */
export function assertUrlAllowed(url: URL, allowed: AllowList): void {
  const secure = url.protocol === 'https:';
  const literal = literalOf(url);
  if (literal !== null) assertAllowed(url.hostname, [literal], secure, allowed);
  // A name with http may still resolve into an allowed range.
  else if (!secure && allowed.hosts.size + allowed.ranges.length === 0) throw new RefusedAddress(INSECURE);
}

/**
 * A resolver for the connection itself: the addresses that were checked are those that are connected to, so that a name which
 * resolves differently a moment later changes nothing. One refused address among them refuses all.
 */
export function guardedLookup(url: URL, allowed: AllowList, resolve: Resolve): LookupFunction {
  const find = async (host: string): Promise<[LookupAddress, ...LookupAddress[]]> => {
    const [first, ...others] = await resolve(host);
    const found = first === undefined ? [] : [first, ...others];
    assertAllowed(
      host,
      found.map(({ address }) => address),
      url.protocol === 'https:',
      allowed,
    );
    if (first === undefined) throw new Error(`${host} has no address`);
    return [first, ...others];
  };
  return (host, options, callback) => {
    find(host).then(
      (found) => (options.all ? callback(null, found) : callback(null, found[0].address, found[0].family)),
      (error: unknown) => callback(isNativeError(error) ? error : new Error(String(error)), options.all ? [] : '', 0),
    );
  };
}
