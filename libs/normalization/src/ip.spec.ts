import { parseIp } from './ip';

describe('parseIp', () => {
  it.each([
    ['52.152.169.77', '52.152.169.77'],
    ['52.152.169.77:31814', '52.152.169.77'],
    ['[2603:1026:c02:282a::5]:54088', '2603:1026:c02:282a::5'],
    ['[2603:1026:C02:282A::5]', '2603:1026:c02:282a::5'],
    ['2603:1026:0c02:282a:0000:0000:0000:0005', '2603:1026:c02:282a::5'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['::FFFF:10.1.2.3', '10.1.2.3'],
    ['[::ffff:10.1.2.3]:443', '10.1.2.3'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::1', '::1'],
    [' 1.2.3.4 ', '1.2.3.4'],
  ])('reads %s', (value, expected) => expect(parseIp(value)).toBe(expected));

  it.each([
    '',
    '0.0.0.0',
    '::',
    '::ffff:0.0.0.0',
    '1.2.3',
    '256.1.1.1',
    '1.2.3.4.5',
    'host.example.com',
    'host.example.com:80',
    'Ip Address value',
    ':::',
    '1:2:3',
    '<null>',
    5,
    null,
    undefined,
    {},
    'a'.repeat(100),
  ])('does not take %j for an address', (value) => expect(parseIp(value)).toBeNull());
});
