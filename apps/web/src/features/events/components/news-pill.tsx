import { ArrowUp, Button } from '@aoc/web/ui';
import { count } from '../../../shared/numbers';
import type { NewEvents } from '../model/new-events';

/** Announces what is new over the top of the list, so that nothing moves; a press shows it. */
export function NewsPill({ news, onShow }: { news: NewEvents; onShow: () => void }) {
  if (news.count === 0) return null;
  return (
    <div className="pointer-events-none absolute inset-x-0 top-2 z-30 flex justify-center">
      <Button variant="primary" size="sm" onClick={onShow} className="rise pointer-events-auto rounded-full px-3 shadow-float">
        <ArrowUp aria-hidden className="size-3.5" />
        {count(news.count)}
        {news.more && '+'} new {news.count === 1 ? 'event' : 'events'}
      </Button>
    </div>
  );
}
