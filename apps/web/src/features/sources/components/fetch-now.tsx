import { FETCH_HOURS, fetchedSourceSchema, ingestionRoutes, type FetchedSource } from '@aoc/contracts';
import { Button, DownloadCloud, Select } from '@aoc/web/ui';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useState } from 'react';
import { useMay } from '../../../shared/api/me';
import { ProblemNotice } from '../../../shared/problem-notice';
import { useFetchNow } from '../api/fetch-now';
import { hasEnded, useJob } from '../api/get-job';
import { SOURCE_NAMES } from '../../../shared/source-status';
import { needsRole } from '../../../shared/role-words';
import { FetchProgress } from './fetch-progress';
import { CARD, PageSection } from '../../../shared/page-section';

const HOURS = [
  { hours: 24, label: 'Last 24 hours' },
  { hours: FETCH_HOURS.default, label: 'Last 7 days' },
  { hours: FETCH_HOURS.max, label: 'Last 30 days' },
];

const route = getRouteApi('/sources');

/** After a fetch everything that counts events is out of date; the event list announces its news itself. */
function useRefreshAfter(ended: boolean) {
  const client = useQueryClient();
  const refresh = useEffectEvent(() => {
    if (!ended) return;
    for (const key of [['source-health'], ['filter-options'], ['rejected-records'], ['events', 'peek']])
      void client.invalidateQueries({ queryKey: key });
  });
  useEffect(() => refresh(), [ended]);
}

/** Starts a fetch outside the schedule and shows how far it is. */
export function FetchNow() {
  const may = useMay(ingestionRoutes.fetchAuditLogs);
  const [hours, setHours] = useState<number>(FETCH_HOURS.default);
  const [source, setSource] = useState<FetchedSource | undefined>(undefined);
  const start = useFetchNow();
  // A fetch that was started elsewhere is named in the address.
  const { job: named } = route.useSearch();
  const jobId = start.data ?? named ?? null;
  const job = useJob(jobId);
  const ended = hasEnded(job.data);
  const busy = start.isPending || (jobId !== null && !ended && !job.error);
  useRefreshAfter(ended);
  return (
    <PageSection
      title="Fetch now"
      note="Sources are read on a schedule; this reads at once. What is already stored is not stored again."
      actions={
        !may ? (
          <p className="text-[0.8125rem] text-soft">{needsRole(ingestionRoutes.fetchAuditLogs)}</p>
        ) : (
          <div className="flex flex-wrap items-center gap-2">
            <Select
              aria-label="How far back"
              className="max-w-40 flex-1"
              value={hours}
              onChange={(event) => setHours(Number(event.target.value))}
            >
              {HOURS.map((option) => (
                <option key={option.hours} value={option.hours}>
                  {option.label}
                </option>
              ))}
            </Select>
            <Select
              aria-label="Which source"
              className="max-w-44 flex-1"
              value={source ?? ''}
              onChange={(event) => setSource(fetchedSourceSchema.safeParse(event.target.value).data)}
            >
              <option value="">All sources</option>
              {fetchedSourceSchema.options.map((option) => (
                <option key={option} value={option}>
                  {SOURCE_NAMES[option].name}
                </option>
              ))}
            </Select>
            <Button variant="primary" disabled={busy} onClick={() => start.mutate({ hours, source })}>
              <DownloadCloud aria-hidden className="size-4" />
              {busy ? 'Fetching…' : 'Fetch now'}
            </Button>
          </div>
        )
      }
    >
      {start.error && <ProblemNotice error={start.error} />}
      {job.error && <ProblemNotice error={job.error} onRetry={() => void job.refetch()} />}
      {job.data?.kind === 'fetch' && (
        <div className={`${CARD} p-4`}>
          <FetchProgress job={job.data} />
        </div>
      )}
    </PageSection>
  );
}
