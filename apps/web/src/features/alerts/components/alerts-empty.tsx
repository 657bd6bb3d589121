import { BellOff, Button, EmptyState, PartyPopper, SearchX, Skeleton } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import { isNarrowed, type AlertFilters } from '../model/alert-filters';
import { STATUS_WORDS } from '../model/alert-words';

/** Rows on their way, of the height that they will have. */
export function AlertsSkeleton() {
  return (
    <div role="status" aria-label="Loading alerts">
      {Array.from({ length: 10 }, (_, row) => (
        <div key={row} className="flex h-14.25 items-center gap-4 border-b border-line px-4">
          <Skeleton className="h-5 w-16" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="w-1/3" />
            <Skeleton className="h-3 w-2/3" />
          </div>
          <Skeleton className="w-24 max-sm:hidden" />
        </div>
      ))}
    </div>
  );
}

interface NoAlertsProps {
  filters: AlertFilters;
  /** Whether there are alerts of any status at all; null while that is not known. */
  some: boolean | null;
  onClear: () => void;
}

/** Tells apart: nothing matches, nothing left to do, nothing was ever raised. */
export function NoAlerts({ filters, some, onClear }: NoAlertsProps) {
  if (isNarrowed(filters))
    return (
      <EmptyState icon={SearchX} title="No alert matches" action={<Button onClick={onClear}>Clear filters</Button>}>
        No alert of this status has what the filters ask for.
      </EmptyState>
    );
  const status = filters.status ?? 'open';
  const rules = (
    <Link to="/rules" className="text-accent hover:underline">
      Look at the rules
    </Link>
  );
  if (some === false)
    return (
      <EmptyState icon={BellOff} title="No alerts yet" action={rules}>
        Rules look at every event as it is stored. An alert appears here as soon as one of them fires.
      </EmptyState>
    );
  if (status === 'open')
    return (
      <EmptyState icon={PartyPopper} title="Nothing is open" action={rules}>
        Every alert has been seen to. New ones appear here by themselves.
      </EmptyState>
    );
  return (
    <EmptyState icon={SearchX} title={`No alert is ${status === 'all' ? 'stored' : STATUS_WORDS[status].words.toLowerCase()}`}>
      Alerts come here when they are moved to this status.
    </EmptyState>
  );
}
