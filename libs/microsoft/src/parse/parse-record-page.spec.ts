import { cpuTime } from '@aoc/testing';
import fc from 'fast-check';
import { parseRecordPage } from './parse-record-page';

const graph = (records: readonly string[], tail = ''): string =>
  `{"@odata.context":"https://graph.example/$metadata","@odata.nextLink":"https://graph.example/next?a=1","value":[${records.join(',')}]${tail}}`;

const alice = '{"Id":"1","CreationTime":"2024-01-01T00:00:00","Operation":"Send","Actor":[{"ID":"a","Type":0},{"ID":"b","Type":5}]}';
const bob = '{"Id":"2","CreationTime":"2024-01-01T00:00:01","Operation":"Create","Actor":[{"ID":"c","Type":0},{"ID":"d","Type":5}]}';
const carol = '{"Id":"3","CreationTime":"2024-01-01T00:00:02","Operation":"Update","Actor":[]}';

const ids = (records: readonly unknown[]): unknown[] =>
  records.map((record) => (typeof record === 'object' && record !== null && 'Id' in record ? record.Id : record));

describe('parseRecordPage', () => {
  it('reads a sound list and a sound page', () => {
    expect(parseRecordPage(`[${alice},${bob}]`)).toEqual({
      records: [JSON.parse(alice), JSON.parse(bob)],
      broken: [],
      nextLink: undefined,
      truncated: false,
    });
    expect(parseRecordPage(Buffer.from(graph([alice])))).toMatchObject({ nextLink: 'https://graph.example/next?a=1', truncated: false });
    expect(parseRecordPage('\uFEFF[]')).toMatchObject({ records: [], broken: [], truncated: false });
  });

  it.each(['', 'null', '"x"', '{}', '{"error":{"code":"x"}}', '<html></html>', '{"value":1}', '{"value', '{"other":[{"a":'])(
    'says that %j holds no list',
    (text) => {
      expect(parseRecordPage(text).wholeBroken).toMatch(/list/);
    },
  );

  const damages: readonly (readonly [string, string])[] = [
    ['a stray quote', bob.replace('"Create"', '"Cre"ate"')],
    ['a string left open', bob.replace('"d"', '"d')],
    ['a missing brace', bob.slice(0, -1)],
    ['a missing bracket and brace', bob.slice(0, -2)],
    ['an extra brace', `${bob}}`],
    ['an extra bracket', `${bob}]`],
    ['a bare word', bob.replace('"Create"', 'Create')],
    ['a control character', bob.replace('Create', 'Cre\nate')],
    ['nothing at all', ''],
    ['the half of it', bob.slice(0, 70)],
    ['a missing opening brace', bob.slice(1)],
    ['a broken inner object', bob.replace('{"ID":"c","Type":0}', '{"ID":"c" "Type":0}')],
  ];

  it.each(damages)('loses a record with %s, and only that', (_what, damaged) => {
    for (const [before, after] of [
      [[alice], [carol]],
      [[], [alice, carol]],
    ] as const) {
      const text = `[${[...before, damaged, ...after].join(',')}]`;
      const page = parseRecordPage(text);
      expect(ids(page.records)).toEqual(['1', '3']);
      expect(page).toMatchObject({ truncated: false, broken: [{ index: before.length, reason: 'not_json', text: damaged }] });
      expect(ids(parseRecordPage(graph([...before, damaged, ...after])).records)).toEqual(['1', '3']);
    }
  });

  it.each(damages)('keeps the records before a last one with %s', (_what, damaged) => {
    expect(ids(parseRecordPage(`[${alice},${carol},${damaged}]`).records).slice(0, 2)).toEqual(['1', '3']);
  });

  it('loses two damaged records of five', () => {
    const damaged = bob.replace('"Create"', 'Create');
    const page = parseRecordPage(`[${alice},${damaged},${carol},${damaged},${alice}]`);
    expect(ids(page.records)).toEqual(['1', '3', '1']);
    expect(page.broken.map(({ index }) => index)).toEqual([1, 3]);
  });

  it('finds the next link before and after the records, also of a damaged page', () => {
    const damaged = bob.slice(0, -2);
    expect(parseRecordPage(graph([alice, damaged, carol]))).toMatchObject({ nextLink: 'https://graph.example/next?a=1', truncated: false });
    const text = `{"value":[${alice},${damaged},${carol}],"@odata.nextLink":"https://graph.example/n\\u0065xt"}`;
    expect(parseRecordPage(text)).toMatchObject({ nextLink: 'https://graph.example/next', truncated: false });
    const last = `{"value":[${alice},${carol},${bob.replace('"Create"', 'Create')}],"@odata.nextLink":"https://graph.example/next"}`;
    expect(parseRecordPage(last)).toMatchObject({ nextLink: 'https://graph.example/next', truncated: false, broken: [{ index: 2 }] });
  });

  it('takes no link from within a record', () => {
    const evil = '{"@odata.nextLink":"https://evil.example/"}';
    expect(parseRecordPage(`{"value":[${evil},{"a":x},${evil}]}`)).toMatchObject({ nextLink: undefined, records: [{}, {}] });
  });

  it('is unsure of a Graph page whose end is damaged', () => {
    expect(parseRecordPage(`{"value":[${alice}],"@odata.nextLi`)).toMatchObject({ truncated: true, records: [{ Id: '1' }] });
  });

  it('reports the record that is not valid UTF-8 and keeps the others', () => {
    const text = Buffer.concat([
      Buffer.from(`[${alice},`),
      Buffer.from(bob.replace('Create', 'Cre\u0000ate'), 'latin1'),
      Buffer.from(`,${carol}]`),
    ]);
    text[text.indexOf(0)] = 0xff;
    const page = parseRecordPage(text);
    expect(ids(page.records)).toEqual(['1', '3']);
    expect(page.broken).toMatchObject([{ index: 1, detail: 'not valid UTF-8', offset: alice.length + 2 }]);
  });

  it('gives the complete records of a text cut anywhere, and says that it was cut', () => {
    for (const whole of [`[${alice},${bob},${carol}]`, `{"value":[${alice},${bob},${carol}]}`]) {
      const starts = [alice, bob, carol].map((record) => whole.indexOf(record) + record.length);
      for (let length = whole.indexOf('[') + 1; length < whole.length; length += 1) {
        const page = parseRecordPage(whole.slice(0, length));
        expect(ids(page.records)).toEqual(['1', '2', '3'].slice(0, starts.filter((end) => end <= length).length));
        expect(page.truncated).toBe(true);
        expect(page.broken).toEqual([]);
      }
    }
  });

  it('stays fast on hostile text', () => {
    const hostile = [
      '[' + '{"a":1,'.repeat(120_000),
      '[' + '[,{"'.repeat(200_000),
      '[{"a":x' + ',{"":"'.repeat(120_000),
      '[' + '{"a":['.repeat(100_000),
      '[x' + ',{"a":1}'.repeat(100_000),
    ];
    for (const text of hostile) expect(cpuTime(() => parseRecordPage(text))).toBeLessThan(3000);
  });
});

// Names are words: where a name is itself punctuation of JSON, a stray quote in front of it can make sound text of another meaning.
const record = fc.dictionary(fc.stringMatching(/^\w{1,8}$/), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 6 });
const corruption = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat({ max: 40 }),
  insert: fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('"', '{', '}', '[', ']', ',', '\\', '"}', ']}', '{"a":[1', '\n')),
});

describe('properties of parseRecordPage', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(fc.array(record), (records) => {
        const written: unknown = JSON.parse(JSON.stringify(records));
        expect(parseRecordPage(JSON.stringify(records)).records).toEqual(written);
        expect(parseRecordPage(JSON.stringify({ value: records })).records).toEqual(written);
      }),
    );
  });

  it('gives back every other record whatever happened to one', () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 8 }),
        fc.nat(),
        corruption,
        fc.boolean(),
        (records, which, { at, length, insert }, inObject) => {
          const texts = records.map((item, index) => JSON.stringify({ ...item, number: index }));
          const index = which % texts.length;
          const text = texts[index] ?? '';
          const from = Math.floor(at * text.length);
          const damaged = text.slice(0, from) + insert + text.slice(from + length);
          const list = `[${texts.with(index, damaged).join(',')}]`;
          const page = parseRecordPage(inObject ? `{"value":${list}}` : list);
          const found = new Set(page.records.map((item) => JSON.stringify(item)));
          for (const [other, sound] of texts.entries()) if (other !== index) expect(found).toContain(JSON.stringify(JSON.parse(sound)));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const page = parseRecordPage(Buffer.from(bytes));
        expect(page.records.length + page.broken.length).toBeGreaterThanOrEqual(0);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom('[', ']', '{', '}', ',', ':', '"', '"a"', '1', 'x', ' ', '"value"', '\\')), (parts) => {
        expect(() => parseRecordPage(parts.join(''))).not.toThrow();
      }),
      { numRuns: 3000 },
    );
  });
});
