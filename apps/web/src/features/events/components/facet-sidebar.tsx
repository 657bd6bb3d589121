import { Skeleton } from '@aoc/web/ui';
import { showsAllTenants } from '../../../shared/api/all-tenants';
import { count } from '../../../shared/numbers';
import { useFacets } from '../api/event-facets';
import { countedNote, FACET_GROUPS, facetRows } from '../model/facet-groups';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { FacetGroup } from './facet-group';
import { SavedSearches } from './saved-searches';

interface FacetSidebarProps {
  filters: EventFilters;
  onFilters: (filters: EventFilters) => void;
}

/** Saved searches, and the most frequent values of the fields with their counts; a click asks for a value, another clears. */
export function FacetSidebar({ filters, onFilters }: FacetSidebarProps) {
  const { data, error, isPending } = useFacets(filters, true);
  const note = data ? countedNote(data, count) : null;
  return (
    <div className="flex flex-col gap-0.5 p-2">
      {!showsAllTenants() && <SavedSearches filters={filters} onFilters={onFilters} />}
      {error && !data && <p className="px-2 py-3 text-[0.8125rem] text-soft">The counts could not be read.</p>}
      {note && <p className="px-2 pt-1 text-xs text-warn">Counts {note}</p>}
      {FACET_GROUPS.map(({ field, title, folded }) => (
        <FacetGroup
          key={field}
          field={field}
          title={title}
          foldedAtFirst={folded}
          rows={facetRows(field, data, filters)}
          other={data?.facets.find((facet) => facet.field === field)?.other ?? 0}
          onToggle={onFilters}
          filters={filters}
        />
      ))}
      {isPending && (
        <div role="status" aria-label="Loading counts" className="flex flex-col gap-3 p-2">
          {[0, 1, 2, 3, 4, 5, 6, 7].map((row) => (
            <Skeleton key={row} className="h-4" />
          ))}
        </div>
      )}
    </div>
  );
}
