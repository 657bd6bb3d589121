import { Button } from '@aoc/web/ui';
import type { MorePages } from './use-event-rows';

/** What stands below the last loaded row. */
export function ListEnd({ more, shown }: { more: MorePages; shown: number }) {
  if (more.failed)
    return (
      <p className="flex items-center justify-center gap-3 p-4 text-bad">
        The next events could not be loaded. <Button onClick={more.load}>Try again</Button>
      </p>
    );
  if (more.has)
    return (
      <p className="p-4 text-center text-soft">{more.loading ? 'Loading more events…' : <Button onClick={more.load}>Load more</Button>}</p>
    );
  return shown > 20 ? <p className="p-4 text-center text-xs text-faint">These are all matching events.</p> : null;
}
