import fc from 'fast-check';
import { parseRecordPage, type PageContent } from './parse-record-page';
import { readSliced } from './read-sliced';

/** The text in pieces whose lengths are given, over and over. */
async function* pieces(text: string | Buffer, lengths: readonly number[]): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? bytes.length;
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

/** Everything that a sliced reading gives, as a reading at once would. */
async function sliced(text: string | Buffer, lengths: readonly number[] = [65_536]): Promise<PageContent & { parts: number }> {
  const records: unknown[] = [];
  let parts = 0;
  const page = await readSliced(pieces(text, lengths), async (part, { given }) => {
    expect(given).toBe(records.length);
    records.push(...part);
    parts += 1;
  });
  expect(page.given).toBe(records.length);
  const { broken, nextLink, truncated, wholeBroken } = page;
  return {
    records: [...records, ...page.records],
    broken,
    nextLink,
    truncated,
    parts,
    ...(wholeBroken === undefined ? {} : { wholeBroken }),
  };
}

const record = (id: number, extra = ''): string => `{"Id":"${id}","CreationTime":"2024-01-01T00:00:00","Operation":"Send"${extra}}`;
const ids = (page: PageContent): unknown[] =>
  page.records.map((value) => (typeof value === 'object' && value && 'Id' in value ? value.Id : value));
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

const blank = fc.stringMatching(/^[ \n\r\t]{0,3}$/);
const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
const link = fc.option(fc.string());
const spaced = fc.integer({ min: 0, max: 3 });

describe('readSliced', () => {
  it('gives what a reading at once gives, of any list in any pieces', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), spaced, blank, lengths, async (records, space, around, sizes) => {
        const text = around + JSON.stringify(records, null, space) + around;
        const { parts: _parts, ...page } = await sliced(text, sizes);
        expect(page).toEqual(parseRecordPage(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('gives what a reading at once gives, of any page in any pieces', async () => {
    const members = fc.record({ before: fc.dictionary(fc.string(), fc.jsonValue()), after: fc.dictionary(fc.string(), fc.jsonValue()) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), members, link, spaced, lengths, async (records, { before, after }, next, space, sizes) => {
        const { value: _before, ...front } = before;
        const { value: _after, ...back } = after;
        const page = { ...front, value: records, ...back, ...(next === null ? {} : { '@odata.nextLink': next }) };
        const text = JSON.stringify(page, null, space);
        const { parts: _parts, ...found } = await sliced(text, sizes);
        expect(found).toEqual(parseRecordPage(text));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['', 'null', '"x"', '{}', '{"error":{"code":"x"}}', '<html></html>', '{"value":1}', '{"value', '{"other":[{"a":'])(
    'says that %j holds no list',
    async (text) => {
      expect((await sliced(text, [1])).wholeBroken).toMatch(/list/);
    },
  );

  it('hands records over while it reads', async () => {
    const page = await sliced(
      `[${numbers(5000)
        .map((n) => record(n))
        .join(',')}]`,
    );
    expect(ids(page)).toEqual(numbers(5000).map(String));
    expect(page).toMatchObject({ broken: [], truncated: false, parts: expect.any(Number) });
    expect(page.parts).toBeGreaterThan(3);
  });

  it('loses a record that is too large for a document, and only that', async () => {
    const large = record(1, `,"Padding":"${'x'.repeat(17_000_000)}"`);
    const page = await sliced(`[${record(0)},${large},${record(2)}]`);
    expect(ids(page)).toEqual(['0', '2']);
    expect(page).toMatchObject({
      truncated: false,
      broken: [{ index: 1, reason: 'too_large', detail: expect.stringMatching(/^170000\d\d bytes/) }],
    });
    expect(page.broken[0]?.text).toHaveLength(65_536);
    expect(ids(await sliced(`[${large}]`))).toEqual([]);
  });

  const damages: [string, (text: string) => string][] = [
    ['a wrong escape', (text) => text.replace('Send', 'Se\\xnd')],
    ['a control character', (text) => text.replace('Send', 'Se\nnd')],
    ['a stray quote', (text) => text.replace('Send', 'Se"nd')],
    ['a missing brace', (text) => text.slice(0, -1)],
    ['an extra brace', (text) => `${text}}`],
    ['an extra bracket', (text) => `${text}]`],
    ['nothing at all', () => ''],
    ['the half of it', (text) => text.slice(0, 30)],
    ['a missing opening brace', (text) => text.slice(1)],
  ];
  it.each(damages)('loses a record with %s, and only that', async (_what, damage) => {
    const texts = numbers(600).map((n) => record(n));
    for (const [before, after] of [
      ['[', ']'],
      ['{"value":[', '],"@odata.nextLink":"https://graph.example/next"}'],
    ] as const)
      for (const at of [0, 300]) {
        const page = await sliced(before + texts.with(at, damage(texts[at] ?? '')).join(',') + after, [1000, 77]);
        expect(ids(page)).toEqual(
          numbers(600)
            .filter((n) => n !== at)
            .map(String),
        );
        expect(page).toMatchObject({ truncated: false, broken: [{ index: at, reason: 'not_json' }] });
        expect(page.nextLink).toBe(before === '[' ? undefined : 'https://graph.example/next');
      }
  });

  it('gives the complete records of a text cut anywhere, and says that it was cut', async () => {
    for (const text of [`[${record(0)},${record(1)}]`, `{"value":[${record(0)},${record(1)}],"@odata.nextLink":"n"}`])
      for (let length = text.indexOf('[') + 1; length < text.length; length += 1) {
        const page = await sliced(text.slice(0, length), [7]);
        const whole = parseRecordPage(text.slice(0, length));
        expect([ids(page), page.truncated, page.broken]).toEqual([ids(whole), whole.truncated, []]);
      }
  });

  it('says that records are missing where damage hides more than it can hold', async () => {
    const texts = numbers(12).map((n) => record(n, `,"Padding":"${'x'.repeat(1_000_000)}"`));
    const page = await sliced(`[${texts.with(1, record(1).slice(0, -1)).join(',')}]`);
    expect(ids(page).slice(0, 2)).toEqual(['0', '2']);
    expect(page.truncated).toBe(true);
  });

  it('never throws, and never passes damage over in silence', async () => {
    const token = fc.constantFrom('[', ']', '{', '}', ',', ':', '"', '"a"', '1', 'x', ' ', '"value"', '\\', '{"a":1}');
    await fc.assert(
      fc.asyncProperty(fc.array(token), lengths, async (parts, sizes) => {
        const text = parts.join('');
        const page = await sliced(text, sizes);
        const clean = page.broken.length === 0 && !page.truncated && page.wholeBroken === undefined;
        if (!clean) return;
        const { records, truncated } = parseRecordPage(text);
        // A reading at once trusts values that are no objects less when something stands behind the list, and says so.
        expect(truncated ? page.records.slice(0, records.length) : page.records).toEqual(records);
      }),
      { numRuns: 5000 },
    );
  });
});
