import type { ImportReport } from '@aoc/contracts';
import { Badge, Notice, type Tone } from '@aoc/web/ui';
import { bytes, count } from '../../../shared/numbers';
import { useZone } from '../../../shared/preferences';
import { shortDateTime } from '../../../shared/time';

const STATUS: Record<ImportReport['status'], { tone: Tone; words: string }> = {
  in_progress: { tone: 'accent', words: 'importing' },
  complete: { tone: 'good', words: 'complete' },
  failed: { tone: 'bad', words: 'failed' },
};
const FORMATS = { purview_csv: 'Purview CSV', ndjson: 'NDJSON', json: 'JSON' };

/** What came of one file. */
export function ImportReportCard({ report }: { report: ImportReport }) {
  const zone = useZone();
  const { tone, words } = STATUS[report.status];
  return (
    <li className="flex flex-col gap-1.5 p-3.5">
      <p className="flex items-center gap-2">
        <span className="min-w-0 truncate font-medium">{report.file_name}</span>
        <Badge tone={tone}>{words}</Badge>
        <span className="ml-auto shrink-0 text-xs text-soft">{shortDateTime(report.started_at, zone)}</span>
      </p>
      <p className="text-[0.8125rem] text-soft tabular-nums">
        {report.format ? `${FORMATS[report.format]}, ` : ''}
        {bytes(report.bytes)} · {count(report.read)} read · <span className="text-ink">{count(report.stored)} new</span> ·{' '}
        {count(report.duplicates)} known
        {report.rejected > 0 && <span className="text-bad"> · {count(report.rejected)} rejected</span>}
      </p>
      {report.error && <Notice tone="bad">{report.error}</Notice>}
      {report.rejections.length > 0 && (
        <details className="text-[0.8125rem]">
          <summary className="cursor-pointer text-accent">Rejected rows</summary>
          <ul className="mt-1.5 flex flex-col gap-1">
            {report.rejections.map((rejection, index) => (
              <li key={`${rejection.position} ${index}`} className="[overflow-wrap:anywhere]">
                <span className="font-mono text-xs text-soft">{rejection.position}</span> {rejection.detail || rejection.reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}
