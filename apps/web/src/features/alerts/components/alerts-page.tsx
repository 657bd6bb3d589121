import { useMemo, useRef } from 'react';
import { DetectionOff } from '../../../shared/detection-off';
import { ProblemNotice, ProblemState } from '../../../shared/problem-notice';
import { Toast } from '../../../shared/toast';
import { useMediaQuery } from '../../../shared/use-media-query';
import { useTitle } from '../../../shared/use-title';
import type { ListHandle } from '../../../shared/use-virtual-rows';
import { useAlertSummary } from '../api/alert-summary';
import { useAlerts } from '../api/list-alerts';
import { stillBelongs } from '../model/alert-filters';
import { AlertFilterBar } from './alert-filter-bar';
import { AlertList } from './alert-list';
import { AlertPanel } from './alert-panel';
import { AlertsSkeleton, NoAlerts } from './alerts-empty';
import { BulkBar } from './bulk-bar';
import { ReasonDialog } from './reason-dialog';
import { StatusTabs } from './status-tabs';
import { useAlertCommands } from './use-alert-commands';
import { useAlertKeys } from './use-alert-keys';
import { useAlertsAddress } from './use-alerts-address';
import { useLiveAlerts } from './use-live-alerts';
import { useOpenedAlert } from './use-opened-alert';
import { useSelection } from './use-selection';
import { useTriage } from './use-triage';

/** The queue: what fired, what is to be done about it, by whom. */
export function AlertsPage() {
  useTitle('Alerts');
  useLiveAlerts();
  const address = useAlertsAddress();
  const { filters, alertId } = address;
  const beside = useMediaQuery('(min-width: 64rem)');
  const list = useAlerts(filters);
  const summary = useAlertSummary().data;
  const triage = useTriage();
  const scrollRef = useRef<HTMLDivElement>(null);
  const handle = useRef<ListHandle>(null);
  const pages = list.data?.pages;
  const rows = useMemo(() => {
    const all = new Map(pages?.flatMap((page) => page.items).map((alert) => [alert.id, alert]));
    return [...all.values()].filter((alert) => stillBelongs(alert, filters));
  }, [pages, filters]);
  const selection = useSelection(useMemo(() => rows.map(({ id }) => id), [rows]));
  const selected = rows.filter(({ id }) => selection.selected.has(id));
  const opened = useOpenedAlert(alertId, rows);
  const keys = useAlertKeys({ address, rows, handle, selection, triage, opened });
  useAlertCommands(triage, selection, keys.subjects);
  const failed = list.error !== null && !list.isFetchNextPageError;
  const panel = alertId !== undefined && <AlertPanel id={alertId} beside={beside} triage={triage} onClose={keys.close} />;
  const clear = () => address.setFilters(filters.status ? { status: filters.status } : {});
  const some = summary ? summary.total_open + summary.total_acknowledged + summary.total_resolved + summary.total_false_positive > 0 : null;

  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col bg-surface" inert={alertId !== undefined && !beside}>
        <h1 className="sr-only">Alerts</h1>
        <DetectionOff />
        <div className="flex shrink-0 items-center border-b border-line px-2 py-1.5 sm:px-3">
          <StatusTabs filters={filters} summary={summary} />
        </div>
        <AlertFilterBar filters={filters} onFilters={address.setFilters} />
        <div className="flex min-h-0 flex-1">
          <section aria-label="Alert list" className="@container flex min-w-0 flex-1 flex-col">
            {selected.length > 0 && <BulkBar selection={selection} subjects={selected} triage={triage} />}
            <div className="relative min-h-0 flex-1">
              <div ref={scrollRef} className="absolute inset-0 overflow-auto" tabIndex={-1}>
                {list.isPending && <AlertsSkeleton />}
                {failed && !list.data && <ProblemState error={list.error} onRetry={() => void list.refetch()} />}
                {failed && list.data && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
                {list.data && rows.length === 0 && !list.isPlaceholderData && <NoAlerts filters={filters} some={some} onClear={clear} />}
                {rows.length > 0 && (
                  <AlertList
                    rows={rows}
                    filters={filters}
                    openId={alertId}
                    stale={list.isPlaceholderData}
                    selection={selection}
                    more={{
                      has: list.hasNextPage,
                      loading: list.isFetchingNextPage,
                      failed: list.isFetchNextPageError,
                      load: () => void list.fetchNextPage(),
                    }}
                    scrollRef={scrollRef}
                    handle={handle}
                  />
                )}
              </div>
            </div>
          </section>
          {beside && panel}
        </div>
      </div>
      {!beside && panel}
      {triage.question && <ReasonDialog question={triage.question} onAnswer={triage.answer} onClose={triage.cancel} />}
      {triage.message && (
        <Toast tone={triage.message.tone} onClose={triage.dismiss}>
          {triage.message.text}
        </Toast>
      )}
    </>
  );
}
