import { Bookmark, Trash2 } from '@aoc/web/ui';
import { ProblemNotice } from '../../../shared/problem-notice';
import { useDeleteSavedSearch } from '../api/delete-saved-search';
import { useSavedSearches } from '../api/saved-searches';
import { parseFilters, type EventFilters } from '../../../shared/event-filters/filters';

interface SavedSearchesProps {
  filters: EventFilters;
  onFilters: (filters: EventFilters) => void;
}

/** Saved searches as labels: a click loads one, the bin deletes it. */
export function SavedSearches({ filters, onFilters }: SavedSearchesProps) {
  const items = useSavedSearches().data?.items ?? [];
  const remove = useDeleteSavedSearch();
  const current = JSON.stringify(parseFilters({ ...filters }));
  if (items.length === 0) return null;
  return (
    <section aria-label="Saved searches">
      <h2 className="flex h-7 items-center px-2 text-xs font-semibold text-soft">Saved searches</h2>
      <ul className="max-h-48 overflow-y-auto pb-2">
        {items.map(({ id, name, filters: saved, query }) => (
          <li key={id} className="group flex items-center rounded hover:bg-hover">
            <button
              type="button"
              aria-pressed={JSON.stringify(parseFilters(saved)) === current}
              title={query}
              onClick={() => onFilters(parseFilters(saved))}
              className="flex h-7 min-w-0 flex-1 items-center gap-2 rounded px-2 text-left text-[0.8125rem] aria-pressed:font-medium aria-pressed:text-accent"
            >
              <Bookmark aria-hidden className="size-3.5 shrink-0 text-faint" />
              <bdi className="truncate">{name}</bdi>
            </button>
            <button
              type="button"
              aria-label={`Delete ${name}`}
              disabled={remove.isPending}
              onClick={() => remove.mutate(id)}
              className="grid size-7 shrink-0 place-items-center rounded text-faint opacity-0 group-hover:opacity-100 hover:text-bad focus-visible:opacity-100 [@media(hover:none)]:opacity-100"
            >
              <Trash2 aria-hidden className="size-3.5" />
            </button>
          </li>
        ))}
      </ul>
      {remove.error && <ProblemNotice error={remove.error} />}
    </section>
  );
}
