import type { FetchJob, FetchSourceResult } from '@aoc/contracts';
import { Notice, ProgressBar } from '@aoc/web/ui';
import { count } from '../../../shared/numbers';
import { SOURCE_NAMES } from '../../../shared/source-status';

const JOB_WORDS: Record<FetchJob['status'], string> = {
  queued: 'Waiting for a worker',
  in_progress: 'Fetching',
  complete: 'Fetch complete',
  failed: 'Fetch failed',
};
const SOURCE_WORDS: Record<FetchSourceResult['status'], string> = {
  queued: 'waiting',
  in_progress: 'reading',
  complete: 'done',
  failed: 'failed',
  skipped: 'skipped',
};
const toneOf = (status: FetchJob['status'] | FetchSourceResult['status']) =>
  status === 'failed' ? 'bad' : status === 'complete' ? 'good' : 'accent';

/** Null, so that the bar shows work without amount, until the first page is in. */
const shareOf = (status: FetchJob['status'] | FetchSourceResult['status'], progress: number): number | null =>
  status === 'complete' ? 1 : status === 'in_progress' && progress === 0 ? null : progress;

function SourceLine({ result }: { result: FetchSourceResult }) {
  const { name } = SOURCE_NAMES[result.source];
  return (
    <li className="flex flex-col gap-1.5">
      <p className="flex flex-wrap items-baseline gap-x-3 text-[0.8125rem]">
        <span className="font-medium">{name}</span>
        <span className={result.status === 'failed' ? 'text-bad' : 'text-soft'}>{SOURCE_WORDS[result.status]}</span>
        <span className="ml-auto text-soft tabular-nums">
          {count(result.read)} read · <span className="text-ink">{count(result.stored)} new</span> · {count(result.duplicates)} known
          {result.rejected > 0 && <span className="text-bad"> · {count(result.rejected)} rejected</span>}
        </span>
      </p>
      <ProgressBar value={shareOf(result.status, result.progress)} tone={toneOf(result.status)} label={`Progress of ${name}`} />
      {result.error && <Notice tone="bad">{result.error}</Notice>}
    </li>
  );
}

/** How far a fetch is, in all and per source. */
export function FetchProgress({ job }: { job: FetchJob }) {
  const sources = job.result?.sources ?? [];
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="flex items-baseline gap-3">
        <span className="font-medium">{JOB_WORDS[job.status]}</span>
        {job.result && job.status !== 'queued' && (
          <span className="text-soft tabular-nums">{count(job.result.stored_events)} new events stored</span>
        )}
      </p>
      {sources.length === 0 ? (
        <ProgressBar value={shareOf(job.status, job.progress)} tone={toneOf(job.status)} label="Progress of the fetch" />
      ) : (
        <ul className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
          {sources.map((result) => (
            <SourceLine key={result.source} result={result} />
          ))}
        </ul>
      )}
      {job.error && <Notice tone="bad">{job.error}</Notice>}
    </div>
  );
}
