import { DomainError, type ImportReport } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { randomUUID } from 'node:crypto';
import type { Ingestion } from '../ingestion';
import type { UnreadableRecord } from '../store/prepare-page';
import { storeRecords } from '../store/store-records';
import { detectFormat, HEAD_BYTES, type DetectedFormat } from './detect-format';
import type { ImportItem } from './import-item';
import { toReport } from './import-report';
import type { ImportDocument } from './import.schema';
import { readCsv } from './read-csv';
import { readJson } from './read-json';
import { readLines } from './read-lines';
import { peek, unpack, type ByteCount } from './unpack';

const PAGE_RECORDS = 500;
const PAGE_BYTES = 8 * 1024 * 1024;
const MAX_REJECTIONS = 20;

export interface ImportInput {
  fileName: string;
  stream: AsyncIterable<Buffer>;
  /** Largest size after unpacking. */
  maxBytes: number;
}

function readItems({ format, layout }: DetectedFormat, chunks: AsyncIterable<Buffer>): AsyncIterable<ImportItem> {
  if (format === 'purview_csv') return readCsv(chunks);
  return format === 'ndjson' ? readLines(chunks) : readJson(chunks, layout ?? 'array');
}

/** Items in pages, bounded in number and bytes read. A file that breaks off gives what came before as the last page, then its error. */
async function* pagesOf(items: AsyncIterable<ImportItem>, count: ByteCount): AsyncGenerator<ImportItem[]> {
  let page: ImportItem[] = [];
  let since = count.bytes;
  try {
    for await (const item of items) {
      page.push(item);
      if (page.length < PAGE_RECORDS && count.bytes - since < PAGE_BYTES) continue;
      const full = page;
      page = [];
      since = count.bytes;
      yield full;
    }
  } catch (error) {
    if (page.length > 0) yield page;
    throw error;
  }
  if (page.length > 0) yield page;
}

function newImport(ctx: TenantContext, fileName: string): ImportDocument {
  const now = ctx.clock.now();
  const counts = { bytes: 0, read: 0, stored: 0, duplicates: 0, rejected: 0 };
  const times = { started_at: now, updated_at: now, finished_at: null };
  const file_name = fileName.toWellFormed().slice(0, 255);
  return {
    _id: randomUUID(),
    tenant_id: ctx.tenantId,
    file_name,
    format: null,
    status: 'in_progress',
    ...counts,
    rejections: [],
    error: null,
    ...times,
    created_by: ctx.actor.display,
  };
}

async function storePage(ctx: TenantContext, ingestion: Ingestion, row: ImportDocument, page: readonly ImportItem[]): Promise<void> {
  const good = page.filter((item) => 'record' in item);
  const broken = page.flatMap((item): UnreadableRecord[] =>
    'record' in item ? [] : [{ reason: item.reason, detail: item.detail, text: item.text, location: `${row.file_name}: ${item.position}` }],
  );
  const result = await storeRecords(ctx, ingestion, {
    source: 'import',
    records: good.map((item) => item.record),
    broken,
    location: (index) => `${row.file_name}: ${good[index]?.position ?? 'unknown'}`,
  });
  row.read += result.read;
  row.stored += result.stored;
  row.duplicates += result.duplicates;
  row.rejected += result.rejected;
  const shown = result.rejections.slice(0, MAX_REJECTIONS - row.rejections.length);
  row.rejections.push(
    ...shown.map(({ location, reason, detail }) => ({ position: location.slice(row.file_name.length + 2), reason, detail })),
  );
}

/**
 * Imports a file through the same pipeline as fetched records; it may be repeated, and what is known is recognised. The report
 * is updated while it runs. Memory holds one page.
 * @throws DomainError bad_request (empty, unknown format, broken gzip or CSV), payload_too_large; what came before is stored and reported
 */
export async function importStream(ctx: TenantContext, ingestion: Ingestion, input: ImportInput): Promise<ImportReport> {
  const { imports } = ingestion.stores;
  const row = newImport(ctx, input.fileName);
  await imports.insertOne(ctx, row);
  const save = async (): Promise<void> => {
    const { _id, tenant_id: _tenant, ...fields } = row;
    await imports.updateOne(ctx, { _id }, { $set: fields });
  };
  const count: ByteCount = { packed: 0, bytes: 0 };
  try {
    const { head, all } = await peek(unpack(input.stream, input.maxBytes, count), HEAD_BYTES);
    const detected = detectFormat(head);
    row.format = detected.format;
    for await (const page of pagesOf(readItems(detected, all), count)) {
      await storePage(ctx, ingestion, row, page);
      Object.assign(row, { bytes: count.bytes, updated_at: ctx.clock.now() });
      await save();
    }
    row.status = 'complete';
  } catch (error) {
    row.status = 'failed';
    row.error =
      error instanceof DomainError ? error.detail : 'The import was cut off. Import the file again: what was stored is recognised.';
    throw error;
  } finally {
    const now = ctx.clock.now();
    Object.assign(row, { bytes: count.bytes, updated_at: now, finished_at: now });
    await save();
  }
  return toReport(row, ctx.clock.now());
}
