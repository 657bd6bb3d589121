import { Button } from '@aoc/web/ui';

/** What there is beyond the loaded rows. */
export interface MorePages {
  has: boolean;
  loading: boolean;
  failed: boolean;
  load: () => void;
}

/** What stands below the last loaded row; `things` is what the list holds, in the plural. */
export function ListEnd({ more, shown, things }: { more: MorePages; shown: number; things: string }) {
  if (more.failed)
    return (
      <p className="flex items-center justify-center gap-3 p-4 text-bad">
        The next {things} could not be loaded. <Button onClick={more.load}>Try again</Button>
      </p>
    );
  if (more.has)
    return (
      <p className="p-4 text-center text-soft">
        {more.loading ? `Loading more ${things}…` : <Button onClick={more.load}>Load more</Button>}
      </p>
    );
  return shown > 20 ? <p className="p-4 text-center text-xs text-faint">These are all matching {things}.</p> : null;
}
