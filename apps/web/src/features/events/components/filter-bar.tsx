import { Button } from '@aoc/web/ui';
import { FilterX } from 'lucide-react';
import type { Ref } from 'react';
import { useFilterOptions } from '../api/filter-options';
import { hasFilters, parseFilters, type EventFilters } from '../model/filters';
import { SearchBox } from './search-box';
import { ServicesFilter } from './services-filter';
import { TagsFilter } from './tags-filter';
import { TextFilter } from './text-filter';
import { TimeFilter } from './time-filter';

interface FilterBarProps {
  filters: EventFilters;
  onChange: (filters: EventFilters, replace?: boolean) => void;
  searchRef: Ref<HTMLInputElement>;
}

export function FilterBar({ filters, onChange, searchRef }: FilterBarProps) {
  const options = useFilterOptions().data;
  const patch = (change: EventFilters, replace = false) => onChange(parseFilters({ ...filters, ...change }), replace);
  const people = [...(options?.actors ?? []), ...(options?.actor_upns ?? [])];
  return (
    <div className="flex flex-col gap-2.5 px-3 pt-3 pb-2 sm:px-4">
      <SearchBox ref={searchRef} value={filters.search ?? ''} onSearch={(search) => patch({ search }, true)} />
      <div
        role="group"
        aria-label="Filters"
        className="-mx-3 flex items-center gap-1.5 overflow-x-auto px-3 py-0.5 sm:mx-0 sm:flex-wrap sm:overflow-visible sm:px-0"
      >
        <TimeFilter value={filters} onChange={(range) => patch({ last: range.last, start: range.start, end: range.end })} />
        <ServicesFilter value={filters.services} onChange={(services) => patch({ services })} />
        <TextFilter
          label="Actor"
          hint="Part of a name or UPN"
          suggestions={people}
          value={filters.actor}
          onChange={(actor) => patch({ actor })}
        />
        <TextFilter
          label="Operation"
          hint="Part of the operation"
          suggestions={options?.operations ?? []}
          value={filters.operation}
          onChange={(operation) => patch({ operation })}
        />
        <TextFilter
          label="Result"
          hint="success, failure, …"
          suggestions={options?.results ?? []}
          value={filters.result}
          onChange={(result) => patch({ result })}
        />
        <TagsFilter value={filters} onChange={patch} />
        {hasFilters(filters) && (
          <Button variant="ghost" className="h-8" onClick={() => onChange({})}>
            <FilterX aria-hidden className="size-4" />
            Clear
          </Button>
        )}
      </div>
    </div>
  );
}
