import { allRoutes, ingestionRoutes, type ImportReport } from '@aoc/contracts';
import { waitFor } from '@aoc/testing';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { apiFixture, type ApiFixture } from '../testing/api-fixture';
import { auditRecord } from '../testing/records';

const { createImport, getImport, listImports, rejectedRecords } = ingestionRoutes;
const MIB = 1024 * 1024;

/** A unified record as the Purview portal exports it. */
const unified = (id: string) => ({
  Id: id,
  CreationTime: '2026-03-01T08:00:00',
  Operation: 'New-InboxRule',
  Workload: 'Exchange',
  RecordType: 1,
  UserId: 'mallory@contoso.com',
  ResultStatus: 'True',
});
const purview = (ids: readonly string[]): string =>
  ['RecordId,CreationDate,AuditData', ...ids.map((id) => `${id},2026-03-01,"${JSON.stringify(unified(id)).replaceAll('"', '""')}"`)].join(
    '\r\n',
  );
const lines = (ids: readonly string[]): string => ids.map((id) => JSON.stringify(auditRecord({ id }))).join('\n');
const records = (ids: readonly string[]) => ids.map((id) => auditRecord({ id }));

/** Lines of a mebibyte each that are no records. */
const junk = (mebibytes: number): string => `{"a":"${'x'.repeat(MIB)}"}\n`.repeat(mebibytes);

type Content = string | Buffer<ArrayBuffer>;
const form = (content: Content, name = 'file.dat', field = 'file'): FormData => {
  const data = new FormData();
  data.append(field, new Blob([content]), name);
  return data;
};

describe('imports', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await apiFixture('imports', { env: { IMPORT_MAX_BYTES: String(24 * MIB) } });
  });
  afterAll(() => api.stop());

  const upload = (content: Content, name?: string): Promise<ImportReport> => api.client.ok(createImport, { body: form(content, name) });
  const total = async (): Promise<number> => (await api.client.ok(allRoutes.listEvents)).total;

  it.each<[string, Content, ImportReport['format']]>([
    ['a Purview CSV', purview(['c1', 'c2']), 'purview_csv'],
    ['a Purview CSV with a byte order mark', `\ufeff${purview(['d1', 'd2'])}`, 'purview_csv'],
    ['NDJSON', lines(['n1', 'n2']), 'ndjson'],
    ['a JSON list', JSON.stringify(records(['j1', 'j2']), null, 2), 'json'],
    ['a page of Graph', JSON.stringify({ '@odata.context': 'x', value: records(['w1', 'w2']) }), 'json'],
    ['a gzipped CSV', gzipSync(purview(['gc1', 'gc2'])), 'purview_csv'],
    ['gzipped NDJSON', gzipSync(lines(['gn1', 'gn2'])), 'ndjson'],
    ['a gzipped JSON list', gzipSync(JSON.stringify(records(['gj1', 'gj2']))), 'json'],
  ])('store %s once, and know it the second time', async (name, content, format) => {
    const before = await total();
    const report = await upload(content, `${name}.dat`);
    expect(report).toMatchObject({
      file_name: `${name}.dat`,
      format,
      status: 'complete',
      read: 2,
      stored: 2,
      duplicates: 0,
      rejected: 0,
      error: null,
    });
    expect(await api.client.ok(getImport, { params: { id: report.id } })).toEqual(report);
    expect(await upload(content)).toMatchObject({ stored: 0, duplicates: 2 });
    expect(await total()).toBe(before + 2);
    expect((await api.client.ok(listImports)).items[1]).toEqual(report);
  });

  it('store the good records of a file and report each bad one with its place', async () => {
    const file = Buffer.concat([
      Buffer.from(`${lines(['p1'])}\n{"id":"cut\n[1]\n{"id":"no-time"}\n`),
      Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d, 0x0a]),
      Buffer.from(lines(['p2'])),
    ]);
    const report = await upload(file, 'mixed.ndjson');
    expect(report).toMatchObject({ status: 'complete', read: 6, stored: 2, rejected: 4 });
    expect(report.rejections.map(({ position }) => position).toSorted()).toEqual(['line 2', 'line 3', 'line 4', 'line 5']);
    const rejected = (await api.client.ok(rejectedRecords, { query: { source: 'import' } })).items;
    expect(rejected.map((row) => String(row.location)).toSorted()).toEqual([2, 3, 4, 5].map((line) => `mixed.ndjson: line ${line}`));
  });

  it('keep names and values of records that mean something to a database as they came', async () => {
    const record = { ...auditRecord({ id: 'odd' }), $where: '1', 'a.b': { $gt: '' }, constructor: { prototype: 1 } };
    const text = JSON.stringify(record).replace('"$where"', '"__proto__":{"polluted":true},"$where"');
    expect(await upload(`${text}\n`)).toMatchObject({ stored: 1 });
    const reply = await api.client.raw('/api/events/odd');
    const [, raw] = /"raw":(.*)\}$/.exec(reply.text) ?? [];
    expect(JSON.stringify(JSON.parse(raw ?? ''))).toBe(JSON.stringify(JSON.parse(text)));
    expect('polluted' in {}).toBe(false);
  });

  it('survive records that are deep, long or full of nothing', async () => {
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
    const long = JSON.stringify({ ...auditRecord({ id: 'long' }), text: 'x'.repeat(5 * MIB) });
    const nul = JSON.stringify({ ...auditRecord({ id: 'nul' }), text: 'a\u0000b\ud800' });
    const report = await upload(`${[deep, long, nul].join('\n')}\n`);
    expect(report).toMatchObject({ status: 'complete', read: 3, stored: 1, rejected: 2 });
  });

  const bomb = gzipSync(junk(20), { level: 9 });
  const broken = gzipSync(lines(['b1']));
  it.each<[string, FormData, number, string]>([
    ['an empty file', form(''), 400, 'The file is empty.'],
    ['blank lines only', form('\n \n'), 400, 'The file is empty.'],
    ['another format', form('hello\nworld\n'), 400, 'The file is of no known format.'],
    ['bytes', form(Buffer.from(Array.from({ length: 999 }, (_, n) => (n * 7919) % 256))), 400, 'The file is of no known format.'],
    ['a CSV without records', form('a,b\n1,2\n'), 400, 'The file is of no known format.'],
    ['a CSV with an open quote', form(`${purview(['q1'])}\r\nq2,x,"{`), 400, 'The file is not sound CSV (CSV_QUOTE_NOT_CLOSED).'],
    ['gzip that is cut off', form(broken.subarray(0, -12)), 400, 'The file is not sound gzip'],
    ['gzip that is damaged', form(Buffer.concat([broken.subarray(0, 12), Buffer.alloc(40, 7)])), 400, 'The file is not sound gzip'],
    ['a gzip bomb', form(bomb), 413, 'The file unpacks to more than 200 times its size'],
    ['a file that is too large', form(junk(26)), 413, 'The file is larger than'],
    ['no file', form('x', 'x', 'other'), 400, 'The form holds no file.'],
    ['an empty form', new FormData(), 400, ''],
  ])('refuse %s with a reason', async (_name, body, status, detail) => {
    const before = await total();
    const problem = await api.client.problem(createImport, status, { body });
    expect(problem.detail).toContain(detail);
    // Of a file that breaks off, what came before may be stored; of the others nothing.
    expect((await total()) - before).toBeLessThanOrEqual(detail.includes('sound') ? 1 : 0);
    expect((await api.client.ok(allRoutes.live)).status).toBe('ok');
  });

  it('refuse what is no form at all, and a form without its boundary', async () => {
    expect((await api.client.problem(createImport, 415, { body: { file: 'x' } })).detail).toContain('multipart/form-data');
    const headers = { 'content-type': 'multipart/form-data' };
    expect((await api.client.problem(createImport, 400, { body: 'no boundary', headers })).status).toBe(400);
    const half = { 'content-type': 'multipart/form-data; boundary=x' };
    await api.client.problem(createImport, 400, {
      body: '--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n{"a"',
      headers: half,
    });
  });

  it('take the name of a file for a name, whatever it holds', async () => {
    for (const name of ['../../etc/passwd', 'a\u0000b.csv', `${'x'.repeat(300)}.csv`, '<script>.json', '$where', 'ünïcödé 🦊.ndjson']) {
      const report = await upload('[]', name);
      expect([name, report.file_name.length <= 255, report.status]).toEqual([name, true, 'complete']);
      expect(report.file_name).not.toContain('/');
    }
  });

  it('report an upload that was cut off as failed', async () => {
    const before = (await api.client.ok(listImports)).items.length;
    const { port } = new URL(api.url);
    const socket = connect(Number(port), '127.0.0.1');
    const head = '--x\r\nContent-Disposition: form-data; name="file"; filename="cut.ndjson"\r\n\r\n';
    socket.write(
      `POST /api/imports HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 99999999\r\n\r\n`,
    );
    socket.write(`${head}${`${lines(['cut1'])}\n`.repeat(400)}`);
    await waitFor('the import to begin', async () => (await api.client.ok(listImports)).items.length > before);
    socket.destroy();
    const cut = await waitFor('the import to end', async () => {
      const [last] = (await api.client.ok(listImports)).items;
      return last?.status === 'failed' ? last : null;
    });
    expect(cut).toMatchObject({
      file_name: 'cut.ndjson',
      error: 'The import was cut off. Import the file again: what was stored is recognised.',
    });
    expect(cut.finished_at).not.toBeNull();
  });

  it('go on beside each other', async () => {
    const ids = Array.from({ length: 40 }, (_, n) => `par${n}`);
    const reports = await Promise.all([1, 2, 3, 4].map(() => upload(lines(ids))));
    expect(reports.map((report) => report.status)).toEqual(Array.from({ length: 4 }, () => 'complete'));
    expect(reports.reduce((sum, report) => sum + report.stored, 0)).toBe(40);
  });
});
