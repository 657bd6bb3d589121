import fc from 'fast-check';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { addressKind } from './address';
import { allowList } from './allow-list';
import { assertUrlAllowed, guardedLookup, RefusedAddress } from './guarded-lookup';

const nothing = allowList([]);
const refusal = (url: string, entries: readonly string[] = []): string | null => {
  try {
    assertUrlAllowed(new URL(url), allowList(entries));
    return null;
  } catch (error) {
    if (error instanceof RefusedAddress) return error.message;
    throw error;
  }
};

describe('addresses that notifications may not reach', () => {
  it.each([
    ['loopback', '127.0.0.1'],
    ['all of loopback', '127.255.255.254'],
    ['this host', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['link-local and metadata', '169.254.169.254'],
    ['carrier-grade NAT and metadata', '100.100.100.200'],
    ['the host agent of Azure', '168.63.129.16'],
    ['metadata of Oracle', '192.0.0.192'],
    ['documentation', '192.0.2.1'],
    ['benchmarking', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['loopback', '::1'],
    ['unspecified', '::'],
    ['mapped loopback', '::ffff:127.0.0.1'],
    ['mapped private', '::ffff:a00:1'],
    ['mapped metadata', '::ffff:169.254.169.254'],
    ['IPv4-compatible loopback', '::127.0.0.1'],
    ['translated loopback', '64:ff9b::7f00:1'],
    ['translated private', '64:ff9b::10.0.0.1'],
    ['locally translated', '64:ff9b:1::a00:1'],
    ['6to4 of loopback', '2002:7f00:1::'],
    ['Teredo', '2001:0:7f00:1::'],
    ['unique local', 'fc00::1'],
    ['metadata of AWS', 'fd00:ec2::254'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['documentation', '2001:db8::1'],
    ['discard', '100::1'],
    ['no address', 'localhost'],
    ['nothing', ''],
  ])('%s: %s', (_name, address) => expect(addressKind(address, nothing)).toBe('refused'));

  it.each(['1.1.1.1', '93.184.216.34', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8'])(
    'but %s is public',
    (address) => expect(addressKind(address, nothing)).toBe('public'),
  );

  it('are told by what they reach: mapping changes no verdict, and nothing is listed that no list names', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(addressKind(`::ffff:${address}`, nothing)).toBe(addressKind(address, nothing));
        expect(addressKind(`64:ff9b::${address}`, nothing)).toBe(addressKind(address, nothing));
      }),
    );
    fc.assert(fc.property(fc.ipV6(), (address) => isIP(address) === 6 && addressKind(address, nothing) !== 'listed'));
  });

  it('are allowed by range or address, also in their other spellings', () => {
    const allowed = allowList(['10.1.0.0/16', '127.0.0.1', 'fd00::/8']);
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '127.0.0.1', '::ffff:7f00:1', 'fd00:ec2::1'])
      expect([address, addressKind(address, allowed)]).toEqual([address, 'listed']);
    for (const address of ['10.2.0.1', '127.0.0.2', 'fc00::1', '::1'])
      expect([address, addressKind(address, allowed)]).toEqual([address, 'refused']);
  });
});

describe('URLs that notifications may not reach', () => {
  it.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://017700000001/',
    'https://0/',
    'https://127.0.0.1./',
    'https://１２７.0.0.1/',
    'https://user:pass@127.0.0.1:8443/',
    'https://[::1]/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[fd00::1]/',
    'https://3232235777/',
    'https://169.254.169.254/latest/meta-data/',
    'https://2852039166/',
  ])('%s', (url) => expect(refusal(url)).toContain('is an internal address'));

  it('http, unless to an internal receiver that is listed', () => {
    expect(refusal('http://hooks.example.com/')).toContain('use https');
    expect(refusal('http://1.1.1.1/')).toContain('use https');
    expect(refusal('http://1.1.1.1/', ['10.0.0.0/8'])).toContain('use https');
    expect(refusal('http://10.0.0.5/', ['10.0.0.0/8'])).toBeNull();
    expect(refusal('http://chat.corp/', ['Chat.Corp.'])).toBeNull();
    expect(refusal('https://hooks.example.com/')).toBeNull();
  });
});

describe('the resolver of a connection', () => {
  const ask = (url: string, addresses: readonly string[], entries: readonly string[] = []): Promise<LookupAddress[]> =>
    new Promise((resolve, reject) => {
      const target = new URL(url);
      const found = addresses.map((address) => ({ address, family: isIP(address) }));
      guardedLookup(target, allowList(entries), async () => found)(target.hostname, { all: true }, (error, result) =>
        error ? reject(error) : resolve(typeof result === 'string' ? [] : result),
      );
    });

  it('gives the addresses that it checked', async () => {
    await expect(ask('https://hooks.example.com/', ['1.1.1.1', '2606:4700::1'])).resolves.toEqual([
      { address: '1.1.1.1', family: 4 },
      { address: '2606:4700::1', family: 6 },
    ]);
  });

  it.each([
    ['https://localhost/', ['127.0.0.1']],
    ['https://localhost./', ['::1']],
    ['https://rebind.example.com/', ['1.1.1.1', '10.0.0.1']],
    ['https://metadata.google.internal/', ['169.254.169.254']],
    ['https://mapped.example.com/', ['::ffff:127.0.0.1']],
    ['https://nowhere.example.com/', []],
  ])('refuses %s that resolves to %j', async (url, addresses) => {
    await expect(ask(url, addresses)).rejects.toThrow(RefusedAddress);
  });

  it('allows http to a name only when all its addresses are listed', async () => {
    await expect(ask('http://chat.corp/', ['10.0.0.5'], ['10.0.0.0/8'])).resolves.toHaveLength(1);
    await expect(ask('http://chat.corp/', ['10.0.0.5', '1.1.1.1'], ['10.0.0.0/8'])).rejects.toThrow('use https');
    await expect(ask('http://chat.corp./', ['1.1.1.1'], ['chat.corp'])).resolves.toHaveLength(1);
  });
});
