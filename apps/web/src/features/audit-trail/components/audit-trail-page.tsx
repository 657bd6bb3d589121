import { auditRoutes } from '@aoc/contracts';
import { Download, EmptyState, ListChecks, Skeleton } from '@aoc/web/ui';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { onDownloadClick } from '../../../shared/download';
import { FailureToast } from '../../../shared/failure-toast';
import { ListEnd } from '../../../shared/list-end';
import { count } from '../../../shared/numbers';
import { CARD, PageSection } from '../../../shared/page-section';
import { ProblemNotice, ProblemState } from '../../../shared/problem-notice';
import { SettingsPage } from '../../../shared/settings-page';
import { exportLink } from '../api/export-link';
import { useAuditTrail } from '../api/list-audit-trail';
import { parseAuditFilters } from '../model/audit-filters';
import { AuditFilterBar } from './audit-filter-bar';
import { AuditRowItem } from './audit-row-item';
import { useVerifyChain } from './verify-chain';

const route = getRouteApi('/settings/audit-trail');

function AuditTrail() {
  const filters = parseAuditFilters(route.useSearch());
  const navigate = route.useNavigate();
  const list = useAuditTrail(filters);
  const verify = useVerifyChain();
  const [failure, setFailure] = useState<Error | null>(null);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const first = list.data?.pages[0];
  const filtered = Object.keys(filters).length > 0;
  return (
    <PageSection
      title="Who did what in AOC"
      note={first ? `${first.total_is_exact ? '' : 'More than '}${count(first.total)} ${first.total === 1 ? 'row' : 'rows'}` : ' '}
      actions={
        <div className="flex flex-wrap gap-2">
          {verify.button}
          <a
            className="aoc-button aoc-button-secondary aoc-button-md"
            href={exportLink(filters)}
            download
            onClick={onDownloadClick(auditRoutes.exportAuditTrail, setFailure)}
          >
            <Download aria-hidden className="size-4" /> Export
          </a>
        </div>
      }
    >
      {verify.found}
      <AuditFilterBar key={JSON.stringify(filters)} filters={filters} onChange={(next) => void navigate({ search: { ...next } })} />
      {list.isPending && <Skeleton className="h-64" />}
      {list.error && !list.data && <ProblemState error={list.error} onRetry={() => void list.refetch()} />}
      {list.error && list.data && !list.isFetchNextPageError && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && (
        <div className={CARD}>
          <EmptyState icon={ListChecks} title={filtered ? 'No row matches' : 'Nothing was done yet'}>
            {filtered ? 'Names and operations are matched whole.' : 'Every change, export and look at a raw record appears here.'}
          </EmptyState>
        </div>
      )}
      {rows.length > 0 && (
        <ol aria-label="Audit trail" className={`${CARD} divide-y divide-line overflow-hidden`}>
          {rows.map((row) => (
            <AuditRowItem key={row.seq} row={row} />
          ))}
        </ol>
      )}
      <ListEnd
        things="rows"
        shown={rows.length}
        more={{
          has: list.hasNextPage,
          loading: list.isFetchingNextPage,
          failed: list.isFetchNextPageError,
          load: () => void list.fetchNextPage(),
        }}
      />
      {failure && <FailureToast error={failure} onClose={() => setFailure(null)} />}
    </PageSection>
  );
}

/** The audit trail of AOC itself. */
export function AuditTrailPage() {
  return (
    <SettingsPage title="Audit trail" route={auditRoutes.listAuditTrail}>
      {() => <AuditTrail />}
    </SettingsPage>
  );
}
