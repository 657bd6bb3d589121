import fc from 'fast-check';
import { chooseTimestamp, parseTimestamp } from './timestamp';

const iso = (value: unknown): string | null => {
  const time = parseTimestamp(value);
  return time === null ? null : new Date(time).toISOString();
};

describe('parseTimestamp', () => {
  it.each([
    ['2021-05-14T16:34:51', '2021-05-14T16:34:51.000Z'],
    ['2021-05-14T16:34:51Z', '2021-05-14T16:34:51.000Z'],
    ['2024-11-27T03:31:26.7088498+00:00', '2024-11-27T03:31:26.708Z'],
    ['2016-12-31T23:59:51.6363086-08:00', '2017-01-01T07:59:51.636Z'],
    ['2020-01-01T00:00:00+0530', '2019-12-31T18:30:00.000Z'],
    ['2024-12-16 16:32:16.087554000', '2024-12-16T16:32:16.087Z'],
    ['2026-02-18T07:32:50.552947800Z', '2026-02-18T07:32:50.552Z'],
    ['2022-12-12 15:57:57', '2022-12-12T15:57:57.000Z'],
    ['2022-12-12 15:57:57 UTC', '2022-12-12T15:57:57.000Z'],
    ['2022-12-12T15:57', '2022-12-12T15:57:00.000Z'],
    [' 2022-12-12T15:57:01.5Z ', '2022-12-12T15:57:01.500Z'],
    ['11/14/2025 1:48:53 AM', '2025-11-14T01:48:53.000Z'],
    ['4/11/2025 6:21:02 PM', '2025-04-11T18:21:02.000Z'],
    ['4/25/2025 12:44:00 AM', '2025-04-25T00:44:00.000Z'],
    ['4/25/2025 12:44:00 PM', '2025-04-25T12:44:00.000Z'],
    ['11/14/2025 13:48:53', '2025-11-14T13:48:53.000Z'],
    ['/Date(1705312800123)/', '2024-01-15T10:00:00.123Z'],
    ['/Date(1705312800123+0100)/', '2024-01-15T10:00:00.123Z'],
    [1_705_312_800, '2024-01-15T10:00:00.000Z'],
    [1_705_312_800_123, '2024-01-15T10:00:00.123Z'],
    ['1705312800', '2024-01-15T10:00:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('reads %j', (value, expected) => expect(iso(value)).toBe(expected));

  it.each([
    '',
    'yesterday',
    '2023-10-10T17:08:65',
    '2023-02-29T00:00:00Z',
    '2023-13-01T00:00:00Z',
    '2023-00-10T00:00:00Z',
    '2023-10-10T24:00:00Z',
    '2025-04-11:21:02.3387000Z',
    '2023-10-10',
    '14/11/2025 1:48:53 AM',
    '11/14/2025 13:48:53 AM',
    '11/14/2025 0:48:53 AM',
    42,
    -1,
    Number.NaN,
    null,
    undefined,
    true,
    {},
    ['2021-05-14T16:34:51Z'],
    '9'.repeat(100_000),
  ])('does not take %j for a time', (value) => expect(iso(value)).toBeNull());

  it('gives back every instant', () => {
    const instants = fc.date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, (date) => {
        const text = date.toISOString();
        for (const form of [text, text.slice(0, -1), text.replace('T', ' '), text.replace('Z', '0000+00:00')])
          expect(parseTimestamp(form)).toBe(date.getTime());
      }),
    );
  });
});

describe('chooseTimestamp', () => {
  const now = new Date('2026-11-24T00:00:00Z');

  it('takes the first that can be read', () => {
    expect(chooseTimestamp([undefined, 'x', '2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'], now)).toEqual({
      ok: true,
      timestamp: new Date('2024-01-01T00:00:00Z'),
    });
  });

  it.each(['1999-12-31T23:59:59.999Z', '2026-11-26T00:00:00.001Z', '0001-01-01T00:00:00Z'])('refuses the implausible %s', (value) => {
    expect(chooseTimestamp([value], now)).toMatchObject({ ok: false, reason: 'timestamp_out_of_range' });
  });

  it.each(['2000-01-01T00:00:00Z', '2026-11-26T00:00:00.000Z'])('accepts %s at the edge', (value) => {
    expect(chooseTimestamp([value], now)).toMatchObject({ ok: true });
  });

  it('tells a missing from an unreadable one', () => {
    expect(chooseTimestamp([undefined, null], now)).toMatchObject({ reason: 'no_timestamp', detail: 'no timestamp' });
    expect(chooseTimestamp(['soon'], now)).toMatchObject({ reason: 'no_timestamp', detail: 'unreadable timestamp "soon"' });
  });
});
