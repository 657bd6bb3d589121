import { Button } from '@aoc/web/ui';
import { ArrowUp, Tags } from 'lucide-react';
import { count } from '../../../shared/numbers';
import { totalLabel } from '../model/total-label';
import type { NewEvents } from '../model/new-events';

interface ListToolbarProps {
  total: { total: number; exact: boolean } | null;
  updating: boolean;
  news: NewEvents;
  onShowNew: () => void;
  onBulkTag: () => void;
}

/** Total, news and what can be done with all that matches. Of fixed height, so that news do not move the list. */
export function ListToolbar({ total, updating, news, onShowNew, onBulkTag }: ListToolbarProps) {
  return (
    <div className="flex h-9 shrink-0 items-center gap-2 border-b border-line px-3 sm:px-4">
      <p role="status" aria-live="polite" className="text-[0.8125rem] text-soft tabular-nums">
        {total ? totalLabel(total.total, total.exact) : ' '}
        {updating && <span className="pl-2 text-faint">updating…</span>}
      </p>
      <div className="ml-auto flex items-center gap-1">
        {news.count > 0 && (
          <Button variant="primary" size="sm" onClick={onShowNew} className="rise rounded-full px-3">
            <ArrowUp aria-hidden className="size-3.5" />
            {count(news.count)}
            {news.more && '+'} new {news.count === 1 ? 'event' : 'events'}
          </Button>
        )}
        <Button variant="ghost" size="sm" disabled={!total || total.total === 0} onClick={onBulkTag}>
          <Tags aria-hidden className="size-3.5" />
          Tag all
        </Button>
      </div>
    </div>
  );
}
