import fc from 'fast-check';
import { detectFormat } from './detect-format';
import type { ImportItem } from './import-item';
import { readJson } from './read-json';

async function* inPieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

/** What a file of this text holds, read in pieces of so many bytes. */
async function itemsOf(text: string, size = 7): Promise<ImportItem[]> {
  const { format, layout } = detectFormat(Buffer.from(text));
  expect(format).toBe('json');
  const items: ImportItem[] = [];
  for await (const item of readJson(inPieces(text, size), layout ?? 'array')) items.push(item);
  return items;
}

const records = (items: readonly ImportItem[]): unknown[] => items.flatMap((item) => ('record' in item ? [item.record] : []));
const faults = (items: readonly ImportItem[]): string[] => items.flatMap((item) => ('reason' in item ? [item.detail] : []));

describe('JSON files', () => {
  it('may hold several documents with a list each, as captures of an event hub do', async () => {
    const text = `{"records": [{"a":1},{"a":"]}"}]}\n{"records":[{"a":3}]}{"records":[]}\n`;
    const items = await itemsOf(text);
    expect(records(items)).toEqual([{ a: 1 }, { a: ']}' }, { a: 3 }]);
    expect(faults(items)).toEqual([]);
  });

  it('hold what else a document says beside its list without its being taken for records', async () => {
    const items = await itemsOf('{"value": [{"a":1}], "nextLink": "x", "more": [{"b":2}], "c": {"d": [{"e":3}]}}{"value":[{"a":2}]}');
    expect(records(items)).toEqual([{ a: 1 }, { a: 2 }]);
    expect(faults(items)).toEqual([]);
  });

  it.each([
    ['{"records": [{"a":1},', [{ a: 1 }], /before its list does/],
    ['{"records": [{"a":1}]}{"records": [{"a":2', [{ a: 1 }], /middle of this record/],
    ['{"records": [{"a":1}]}{"other": 5', [{ a: 1 }], /before its list does/],
    ['{"records": [{"a":1}]}{"other": 5}', [{ a: 1 }], /no records/],
    ['[{"a":1}]]', [{ a: 1 }], /no records/],
    ['[1, {"a":1}]', [{ a: 1 }], /no records/],
  ])('are read as far as they go, and say where they are broken: %s', async (text, expected, fault) => {
    const items = await itemsOf(text);
    expect(records(items)).toEqual(expected);
    expect(faults(items).join()).toMatch(fault);
  });

  it('give every record of every document, wherever the pieces are cut', async () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
    const documents = fc.array(fc.array(object, { maxLength: 4 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(documents, fc.integer({ min: 1, max: 20 }), async (lists, size) => {
        const items = await itemsOf(lists.map((list) => JSON.stringify({ records: list })).join('\n'), size);
        expect(records(items)).toEqual(lists.flat().map((one): unknown => JSON.parse(JSON.stringify(one))));
        expect(faults(items)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
