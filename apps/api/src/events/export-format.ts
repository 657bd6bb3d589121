import type { AuditEvent, CoverageVerdict, EventDetail, ExportFormat } from '@aoc/contracts';
import { stringify } from 'csv-stringify/sync';

/** An event with its raw record, where that was asked for. */
export type ExportedEvent = AuditEvent & Partial<Pick<EventDetail, 'raw'>>;

/** Turns pages of events into the text of a file. */
export interface ExportWriter {
  contentType: string;
  begin: string;
  page(events: readonly ExportedEvent[]): string;
  end(events: number): string;
}

const changesOf = (event: AuditEvent): string =>
  event.targets
    .flatMap(({ modified }) => modified)
    .map((change) => `${change.property}: ${JSON.stringify(change.old ?? null)} -> ${JSON.stringify(change.new ?? null)}`)
    .join('; ');

const COLUMNS: readonly [string, (event: ExportedEvent) => string | null][] = [
  ['timestamp', (e) => e.timestamp],
  ['service', (e) => e.service],
  ['operation', (e) => e.operation],
  ['result', (e) => e.result],
  ['actor_display', (e) => e.actor_display],
  ['actor_upn', (e) => e.actor_upn],
  ['actor_ip', (e) => e.actor.ip],
  ['target_displays', (e) => e.target_displays.join('; ')],
  ['changes', changesOf],
  ['display_category', (e) => e.display_category],
  ['display_summary', (e) => e.display_summary],
  ['tags', (e) => e.tags.join('; ')],
  ['comments', (e) => e.comments.map((comment) => `${comment.author}: ${comment.text}`).join('; ')],
  ['source', (e) => e.source],
  ['tenant_id', (e) => e.tenant_id],
  ['id', (e) => e.id],
  ['dedupe_key', (e) => e.dedupe_key],
  ['ingested_at', (e) => e.ingested_at],
];
/** Marks UTF-8, without which spreadsheets read names with umlauts wrongly. */
const BYTE_ORDER_MARK = '\uFEFF';
/** A cell that a spreadsheet would compute gets an apostrophe before it (OWASP: CSV injection). */
const CSV = { escape_formulas: true, record_delimiter: 'windows' } as const;

/** Writer of a format. JSON ends with the number of events and how complete the asked time is. */
export function exportWriter(format: ExportFormat, coverage: CoverageVerdict, raw: boolean): ExportWriter {
  if (format === 'csv') {
    const columns = raw ? [...COLUMNS, ['raw', (e: ExportedEvent) => JSON.stringify(e.raw)] as const] : COLUMNS;
    return {
      contentType: 'text/csv; charset=utf-8; header=present',
      begin: BYTE_ORDER_MARK + stringify([columns.map(([name]) => name)], CSV),
      page: (events) =>
        stringify(
          events.map((event) => columns.map(([, value]) => value(event))),
          CSV,
        ),
      end: () => '',
    };
  }
  const lines = (events: readonly ExportedEvent[], separator: string): string =>
    events.map((event) => JSON.stringify(event)).join(separator);
  if (format === 'ndjson')
    return { contentType: 'application/x-ndjson', begin: '', page: (events) => `${lines(events, '\n')}\n`, end: () => '' };
  let first = true;
  return {
    contentType: 'application/json; charset=utf-8',
    begin: '{"items":[\n',
    page: (events) => {
      const text = `${first ? '' : ',\n'}${lines(events, ',\n')}`;
      first = false;
      return text;
    },
    end: (events) => `\n],"count":${events},"coverage":${JSON.stringify(coverage)}}\n`,
  };
}
