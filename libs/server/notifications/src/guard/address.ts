import ipaddr from 'ipaddr.js';
import { isListed, type AllowList } from './allow-list';

/** Addresses that look public and are not: the host agent of Azure machines, which hands out credentials. */
const HOST_AGENTS = new Set(['168.63.129.16']);
/** All of the IPv6 space that is handed out (RFC 4291, IANA). */
const GLOBAL_V6 = ipaddr.parseCIDR('2000::/3');

/** The IPv4 address inside a mapped (::ffff:0:0/96) or translated (64:ff9b::/96, RFC 6052) IPv6 address; else the address itself. */
function innermost(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(address instanceof ipaddr.IPv6)) return address;
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  return address.range() === 'rfc6052' ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address;
}

/** What an address is for notifications: `listed` ones are internal and allowed by name or range. */
export type AddressKind = 'public' | 'listed' | 'refused';

/** @param text an address as the resolver gives it, without brackets; anything else is refused */
export function addressKind(text: string, allowed: AllowList): AddressKind {
  if (!ipaddr.isValid(text) || text.includes('%')) return 'refused';
  const address = innermost(ipaddr.parse(text));
  if (isListed(allowed, address)) return 'listed';
  if (HOST_AGENTS.has(address.toString()) || address.range() !== 'unicast') return 'refused';
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_V6) ? 'public' : 'refused';
}
