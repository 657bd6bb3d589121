import { noSuch, type ImportReport } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import type { Ingestion } from '../ingestion';
import type { ImportDocument } from './import.schema';

const MAX_LISTED = 100;
/** A running import writes its progress every few seconds; one that is silent this long has lost its process. */
const SILENT_MS = 120_000;

export function toReport(row: ImportDocument, now: Date): ImportReport {
  const lost = row.status === 'in_progress' && now.getTime() - row.updated_at.getTime() > SILENT_MS;
  return {
    id: row._id,
    file_name: row.file_name,
    format: row.format,
    status: lost ? 'failed' : row.status,
    bytes: row.bytes,
    read: row.read,
    stored: row.stored,
    duplicates: row.duplicates,
    rejected: row.rejected,
    rejections: row.rejections,
    error: lost ? 'The import was cut off. Import the file again: what was stored is recognised.' : row.error,
    started_at: row.started_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    created_by: row.created_by,
  };
}

/** The last 100 imports, newest first. */
export async function listImports(ctx: ReadContext, { stores }: Ingestion): Promise<ImportReport[]> {
  const rows = await stores.imports.find(ctx, {}, { sort: { started_at: -1 }, limit: MAX_LISTED }).toArray();
  return rows.map((row) => toReport(row, ctx.clock.now()));
}

/** @throws DomainError not_found */
export async function getImport(ctx: ReadContext, { stores }: Ingestion, id: string): Promise<ImportReport> {
  const row = await stores.imports.findOne(ctx, { _id: id });
  if (!row) throw noSuch('such import');
  return toReport(row, ctx.clock.now());
}
