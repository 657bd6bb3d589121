import type { RefObject } from 'react';
import { showsAllTenants } from '../../../shared/api/all-tenants';
import { hasFilters, parseFilters, type EventFilters } from '../../../shared/event-filters/filters';
import type { Mistake } from '../model/query-fix';
import { FilterChips } from '../../../shared/event-filters/filter-chips';
import { QueryBox } from './query-box';
import { SaveSearch } from './save-search';
import { TimeFilter } from '../../../shared/event-filters/time-filter';

interface SearchBarProps {
  filters: EventFilters;
  queryError: Mistake | null;
  onChange: (filters: EventFilters, replace?: boolean) => void;
  searchRef: RefObject<HTMLInputElement | null>;
}

/** The query, the time, and what is in force. */
export function SearchBar({ filters, queryError, onChange, searchRef }: SearchBarProps) {
  const patch = (change: EventFilters, replace = false) => onChange(parseFilters({ ...filters, ...change }), replace);
  return (
    <div className="shrink-0 border-b border-line px-3 py-2.5 sm:px-4">
      <div className="flex flex-wrap items-start gap-2 sm:flex-nowrap">
        <div className="w-full min-w-0 sm:flex-1">
          <QueryBox ref={searchRef} value={filters.q ?? ''} error={queryError} onSearch={(q) => patch({ q })} />
        </div>
        <TimeFilter value={filters} onChange={({ last, start, end }) => patch({ last, start, end })} />
        {!showsAllTenants() && <SaveSearch filters={filters} disabled={!hasFilters(filters)} />}
      </div>
      <FilterChips filters={filters} onChange={onChange} />
    </div>
  );
}
