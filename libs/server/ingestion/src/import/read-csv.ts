import { DomainError } from '@aoc/contracts';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { itemOfText, MAX_RECORD_BYTES, type ImportItem } from './import-item';
import { through } from './through';

const COLUMN = 'AuditData';
const rowSchema = z.object({ record: z.record(z.string(), z.string()), info: z.object({ lines: z.number() }) });

/**
 * Records of an audit log that was exported from the Purview portal: the column AuditData holds one record as JSON
 * (https://learn.microsoft.com/purview/audit-log-export-records).
 * @throws DomainError bad_request when the file is no CSV
 */
export async function* readCsv(chunks: AsyncIterable<Buffer>): AsyncGenerator<ImportItem> {
  const options = {
    columns: true,
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_BYTES,
  };
  const parser = through(chunks, parse(options));
  try {
    for await (const value of parser) {
      const { record, info } = rowSchema.parse(value);
      const text = record[COLUMN];
      const position = `line ${info.lines}`;
      if (text === undefined || text === '')
        yield { position, reason: 'not_json', detail: `the column ${COLUMN} is empty`, text: JSON.stringify(record) };
      else yield itemOfText(position, text);
    }
  } catch (error) {
    if (error instanceof DomainError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('CSV_')) throw error;
    throw new DomainError(
      'bad_request',
      `The file is not sound CSV (${code}). Export it again and import that: what was stored before that place is recognised.`,
      {
        cause: error,
      },
    );
  }
}
