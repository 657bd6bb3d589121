import { DomainError, type ImportReport } from '@aoc/contracts';
import type { JsonLayout } from './read-json';

/** How much of a file decides what it is. */
export const HEAD_BYTES = 64 * 1024;

export interface DetectedFormat {
  format: NonNullable<ImportReport['format']>;
  layout?: JsonLayout;
}

/** Lists that Graph and exports wrap their records in. */
const WRAPPED = /^\{\s*(?:"@odata[^"]*"\s*:\s*(?:"[^"]*"|\d+)\s*,\s*)*"(?:value|[Rr]ecords|[Ee]vents)"\s*:\s*\[/;

const isObject = (line: string): boolean => {
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
};

/**
 * What a file holds, by its beginning.
 * @throws DomainError bad_request for an empty file or another format
 */
export function detectFormat(head: Buffer): DetectedFormat {
  const text = head
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  if (text === '') throw new DomainError('bad_request', 'The file is empty.');
  if (text.startsWith('[')) return { format: 'json', layout: 'array' };
  if (text.startsWith('{')) {
    if (WRAPPED.test(text)) return { format: 'json', layout: 'array' };
    const lines = text.split('\n', 3);
    const first = lines[0] ?? '';
    // A first line that is whole, or longer than what was looked at, means one record a line; so does a broken first line before a whole second.
    if (lines.length === 1 || isObject(first) || isObject(lines[1] ?? '')) return { format: 'ndjson' };
    return { format: 'json', layout: 'sequence' };
  }
  const header = text.split('\n', 1)[0] ?? '';
  if (/(?:^|,)\s*"?AuditData"?\s*(?:,|$)/.test(header.trimEnd())) return { format: 'purview_csv' };
  throw new DomainError(
    'bad_request',
    'The file is of no known format. Expected a Purview export (CSV with the column AuditData), NDJSON, or JSON with a list of records; plain or gzipped.',
  );
}
