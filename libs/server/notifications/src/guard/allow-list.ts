import ipaddr from 'ipaddr.js';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Internal hosts and ranges that notifications may reach (setting NOTIFY_ALLOW_PRIVATE). */
export interface AllowList {
  hosts: ReadonlySet<string>;
  ranges: readonly Range[];
}

/** A host name as it is compared: lower case, without the final dot of a fully qualified one. */
export const hostKey = (host: string): string => host.toLowerCase().replace(/\.$/, '');

/** @param entries checked by the configuration: host names, addresses, CIDR ranges */
export function allowList(entries: readonly string[]): AllowList {
  const isRange = (entry: string): boolean => ipaddr.isValidCIDR(entry) || ipaddr.isValid(entry);
  const toRange = (entry: string): Range => {
    if (ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry);
    const address = ipaddr.parse(entry);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  };
  return {
    hosts: new Set(entries.filter((entry) => !isRange(entry)).map(hostKey)),
    ranges: entries.filter(isRange).map(toRange),
  };
}

/** Whether a range of the list holds the address. */
export const isListed = ({ ranges }: AllowList, address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  ranges.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
