import { eventRoutes, type CoverageVerdict } from '@aoc/contracts';
import { Button, cx, PanelLeft, Radio, Rows3, Segmented, SlidersHorizontal, Table2, Tags } from '@aoc/web/ui';
import { showsAllTenants } from '../../../shared/api/all-tenants';
import { useMay } from '../../../shared/api/me';
import type { EventFilters } from '../../../shared/event-filters/filters';
import type { ColumnName } from '../model/table-columns';
import { totalLabel } from '../model/total-label';
import { ColumnMenu } from './column-menu';
import { CoverageBadge } from './coverage-badge';
import { ExportMenu } from './export-menu';
import type { LiveState } from './use-live-tail';

export type ListView = 'cards' | 'table';

interface ListToolbarProps {
  filters: EventFilters;
  total: { total: number; exact: boolean } | null;
  coverage: CoverageVerdict | undefined;
  updating: boolean;
  live: LiveState;
  view: ListView;
  columns: ColumnName[];
  facets: { shown: boolean; drawer: boolean; onToggle: () => void };
  onLive: () => void;
  onView: (view: ListView) => void;
  onColumns: (columns: ColumnName[]) => void;
  onBulkTag: () => void;
  onFailure: (error: Error) => void;
}

const LIVE_TITLES: Record<LiveState, string> = {
  off: 'Show events as they are stored (l)',
  connecting: 'Live: connecting',
  open: 'Live: events appear as they are stored (l)',
  waiting: 'Live: the connection broke, trying again',
  paused: 'Live: paused while this tab is hidden',
};

function LiveButton({ state, onClick }: { state: LiveState; onClick: () => void }) {
  return (
    <Button
      variant="ghost"
      size="sm"
      aria-pressed={state !== 'off'}
      title={LIVE_TITLES[state]}
      onClick={onClick}
      className={cx(state === 'open' && 'text-good', state === 'waiting' && 'text-warn', state !== 'off' && 'bg-raised')}
    >
      <Radio aria-hidden className={cx('size-3.5', state === 'open' && 'animate-pulse')} />
      <span className="max-sm:sr-only">Live</span>
      {state !== 'off' && <span className="sr-only">{state}</span>}
    </Button>
  );
}

/** Total, coverage and what can be done with all that matches. Of fixed height, so that nothing moves the list. */
export function ListToolbar(props: ListToolbarProps) {
  const { total, view, facets } = props;
  const all = showsAllTenants();
  const mayTag = useMay(eventRoutes.bulkTags) && !all;
  const empty = total?.total === 0;
  const FacetIcon = facets.drawer ? SlidersHorizontal : PanelLeft;
  return (
    <div className="flex h-10 shrink-0 items-center gap-1 border-b border-line px-2 sm:px-3">
      <Button
        variant="ghost"
        size="sm"
        aria-pressed={facets.shown}
        aria-label={facets.shown ? 'Hide values' : 'Show values'}
        title="Values to filter by"
        onClick={facets.onToggle}
      >
        <FacetIcon aria-hidden className="size-4" />
      </Button>
      <p role="status" aria-live="polite" className="shrink-0 px-1 text-[0.8125rem] font-medium tabular-nums">
        {total ? totalLabel(total.total, total.exact) : '\u00a0'}
      </p>
      <span className="min-w-0 max-sm:hidden">
        <CoverageBadge coverage={props.coverage} />
      </span>
      <span className={cx('shrink-0 text-xs text-faint transition-opacity max-md:hidden', !props.updating && 'opacity-0')}>
        {props.updating ? 'updating…' : ''}
      </span>
      <div className="ml-auto flex shrink-0 items-center gap-0.5">
        {!all && <LiveButton state={props.live} onClick={props.onLive} />}
        {mayTag && (
          <Button variant="ghost" size="sm" disabled={empty} title="Tag everything that matches" onClick={props.onBulkTag}>
            <Tags aria-hidden className="size-3.5" />
            <span className="max-md:sr-only">Tag all</span>
          </Button>
        )}
        <ExportMenu filters={props.filters} disabled={empty} total={total} onFailure={props.onFailure} />
        <span className="ml-1 flex items-center gap-0.5">
          {view === 'table' && <ColumnMenu columns={props.columns} onChange={props.onColumns} />}
          <Segmented<ListView>
            label="Layout"
            value={view}
            onChange={props.onView}
            options={[
              { value: 'cards', label: 'Cards', icon: Rows3 },
              { value: 'table', label: 'Table', icon: Table2 },
            ]}
          />
        </span>
      </div>
    </div>
  );
}
