import { auditRoutes } from '@aoc/contracts';
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import type { AuditFilters } from '../model/audit-filters';

const PAGE = 50;

const auditTrailQuery = (filters: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: ['audit-trail', filters],
    queryFn: ({ pageParam, signal }) =>
      callApi(auditRoutes.listAuditTrail, { query: { ...filters, page_size: PAGE, cursor: pageParam || undefined } }, signal),
    initialPageParam: '',
    getNextPageParam: (page): string | undefined => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** Rows of the audit trail, newest first. */
export const useAuditTrail = (filters: AuditFilters) => useInfiniteQuery(auditTrailQuery(filters));
