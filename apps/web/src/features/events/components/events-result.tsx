import type { CoverageVerdict } from '@aoc/contracts';
import type { RefObject } from 'react';
import { ProblemError } from '../../../shared/api/api-error';
import { ProblemNotice, ProblemState } from '../../../shared/problem-notice';
import type { useEvents } from '../api/list-events';
import { hasFilters, type EventFilters } from '../../../shared/event-filters/filters';
import type { ListEntry } from '../model/list-entries';
import type { ColumnName } from '../model/table-columns';
import { EventList } from './event-list';
import { EventTable } from './event-table';
import { ListSkeleton, NoEvents } from './list-placeholder';
import type { ListHandle } from '../../../shared/use-virtual-rows';

interface EventsResultProps {
  list: ReturnType<typeof useEvents>;
  entries: ListEntry[];
  coverage: CoverageVerdict | undefined;
  filters: EventFilters;
  openId: string | undefined;
  columns: ColumnName[] | null;
  onFilters: (filters: EventFilters) => void;
  scrollRef: RefObject<HTMLDivElement | null>;
  handle: RefObject<ListHandle | null>;
}

/** The matching events as cards or, with `columns`, as a table; or why there are none to show. */
export function EventsResult({ list, entries, coverage, filters, openId, columns, onFilters, scrollRef, handle }: EventsResultProps) {
  const first = list.data?.pages[0];
  const shown = {
    entries,
    total: first?.total_is_exact ? first.total : -1,
    filters,
    openId,
    stale: list.isPlaceholderData,
    more: {
      has: list.hasNextPage,
      loading: list.isFetchingNextPage,
      failed: list.isFetchNextPageError,
      load: () => void list.fetchNextPage(),
    },
    onFilters,
    scrollRef,
    handle,
  };
  const failed = list.error !== null && !list.isFetchNextPageError;
  // Retrying a query that was refused earns the same answer.
  const retry = list.error instanceof ProblemError && list.error.problem.status === 400 ? undefined : () => void list.refetch();
  return (
    <>
      {list.isPending && <ListSkeleton />}
      {failed && list.error && !list.data && <ProblemState error={list.error} onRetry={retry} />}
      {failed && list.error && list.data && <ProblemNotice error={list.error} onRetry={retry} />}
      {first && entries.length === 0 && (
        <NoEvents
          filtered={hasFilters(filters)}
          uncovered={coverage !== undefined && coverage.state !== 'complete'}
          onClear={() => onFilters({})}
        />
      )}
      {entries.length > 0 && (columns ? <EventTable {...shown} columns={columns} /> : <EventList {...shown} />)}
    </>
  );
}
