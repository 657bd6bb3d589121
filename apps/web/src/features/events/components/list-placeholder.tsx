import { Button, EmptyState, Inbox, SearchX, Skeleton } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';

const ROWS = Array.from({ length: 12 }, (_, index) => index);

/** Rows on their way, of the height that they will have. */
export function ListSkeleton() {
  return (
    <div aria-label="Loading events" role="status">
      {ROWS.map((row) => (
        <div key={row} className="flex h-13.25 items-center gap-4 border-b border-line px-4">
          <Skeleton className="w-16 max-sm:hidden" />
          <Skeleton className="h-5 w-28" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="w-1/3" />
            <Skeleton className="h-3 w-2/3" />
          </div>
          <Skeleton className="h-5 w-16" />
        </div>
      ))}
    </div>
  );
}

interface NoEventsProps {
  filtered: boolean;
  uncovered: boolean;
  onClear: () => void;
}

/** Tells apart: nothing matches, nothing stored yet. */
export function NoEvents({ filtered, uncovered, onClear }: NoEventsProps) {
  if (!filtered) {
    return (
      <EmptyState
        icon={Inbox}
        title="No events yet"
        action={
          <Link to="/sources" className="text-accent hover:underline">
            Go to sources
          </Link>
        }
      >
        They appear here as soon as the first fetch or import has stored some.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={SearchX} title="No event matches" action={<Button onClick={onClear}>Clear filters</Button>}>
      {uncovered
        ? 'But not all of this time has been read, so it may still have happened.'
        : 'All of this time has been read: it did not happen, or it is called something else.'}
    </EmptyState>
  );
}
