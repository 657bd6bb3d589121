import type { RejectedRecord } from '@aoc/contracts';
import { Badge, Button, CopyButton, EmptyState, ShieldCheck, Skeleton } from '@aoc/web/ui';
import { ProblemState } from '../../../shared/problem-notice';
import { useZone } from '../../../shared/preferences';
import { shortDateTime } from '../../../shared/time';
import { useRejectedRecords } from '../api/rejected-records';
import { SOURCE_LABELS } from '../../../shared/source-status';
import { CARD, PageSection } from '../../../shared/page-section';

function Row({ record }: { record: RejectedRecord }) {
  const zone = useZone();
  return (
    <li className="flex flex-col gap-1.5 p-3.5">
      <p className="flex items-center gap-2">
        <Badge tone="bad">{record.reason.replaceAll('_', ' ')}</Badge>
        <span className="truncate text-[0.8125rem] text-soft">{SOURCE_LABELS[record.source]}</span>
        <span className="ml-auto shrink-0 text-xs text-soft">
          {record.occurrences > 1 && `${record.occurrences} times, last `}
          {shortDateTime(record.last_seen, zone)}
        </span>
      </p>
      <p className="[overflow-wrap:anywhere]">{record.detail}</p>
      {record.location && <p className="font-mono text-xs text-soft [overflow-wrap:anywhere]">{record.location}</p>}
      <details>
        <summary className="cursor-pointer text-[0.8125rem] text-accent">The record</summary>
        <div className="relative mt-1.5">
          <pre
            tabIndex={0}
            className="max-h-64 overflow-auto rounded-lg border border-line bg-ground p-2.5 pr-10 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]"
          >
            {record.record}
          </pre>
          <span className="absolute top-1 right-3">
            <CopyButton text={record.record} label="Copy the record" />
          </span>
        </div>
      </details>
    </li>
  );
}

/** What was delivered but could not become an event: kept, with the reason. */
export function RejectedRecords() {
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useRejectedRecords();
  const records = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <PageSection title="Rejected records">
      {isPending && <Skeleton className="h-20" />}
      {error && !data && <ProblemState error={error} onRetry={() => void refetch()} />}
      {data && records.length === 0 && (
        <div className={CARD}>
          <EmptyState icon={ShieldCheck} title="Nothing was rejected">
            Every record that was delivered became an event.
          </EmptyState>
        </div>
      )}
      {records.length > 0 && (
        <ul className={`${CARD} divide-y divide-line`}>
          {records.map((record) => (
            <Row key={record.id} record={record} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button className="self-center" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {isFetchingNextPage ? 'Loading…' : 'Load more'}
        </Button>
      )}
    </PageSection>
  );
}
