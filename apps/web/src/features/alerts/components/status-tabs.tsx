import type { AlertStatus, AlertSummary } from '@aoc/contracts';
import { cx } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import { count } from '../../../shared/numbers';
import type { AlertFilters } from '../model/alert-filters';
import { STATUS_WORDS } from '../model/alert-words';

const TABS: (AlertStatus | 'all')[] = ['open', 'acknowledged', 'resolved', 'false_positive', 'all'];
const numberOf = (summary: AlertSummary | undefined, tab: AlertStatus | 'all'): number | null =>
  summary === undefined || tab === 'all' ? null : summary[`total_${tab}`];

/** One tab per status, with how many alerts there are in it. */
export function StatusTabs({ filters, summary }: { filters: AlertFilters; summary: AlertSummary | undefined }) {
  const active = filters.status ?? 'open';
  return (
    <nav aria-label="Status" className="flex min-w-0 items-center gap-0.5 overflow-x-auto">
      {TABS.map((tab) => {
        const number = numberOf(summary, tab);
        return (
          <Link
            key={tab}
            to="/alerts"
            search={{ ...filters, status: tab === 'open' ? undefined : tab }}
            aria-current={active === tab ? 'page' : undefined}
            className={cx(
              'flex h-8.5 shrink-0 items-center gap-2 rounded-md px-2.5 text-[0.8125rem] transition-colors',
              active === tab ? 'bg-raised font-medium text-ink' : 'text-soft hover:bg-hover hover:text-ink',
            )}
          >
            {tab === 'all' ? 'All' : STATUS_WORDS[tab].words}
            {number !== null && (
              <span data-count={tab} className="text-xs text-faint tabular-nums">
                {count(number)}
              </span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
