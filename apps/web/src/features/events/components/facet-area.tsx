import { Button, Modal, X } from '@aoc/web/ui';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { FacetSidebar } from './facet-sidebar';

interface FacetAreaProps {
  filters: EventFilters;
  onFilters: (filters: EventFilters) => void;
  /** Over the list instead of beside it. */
  drawer: boolean;
  onClose: () => void;
}

/** Place of the values: a column beside the list, or a drawer where there is no room for one. */
export function FacetArea({ filters, onFilters, drawer, onClose }: FacetAreaProps) {
  if (!drawer) {
    return (
      <aside aria-label="Values" className="w-60 shrink-0 overflow-y-auto border-r border-line bg-surface min-[120rem]:w-72">
        <FacetSidebar filters={filters} onFilters={onFilters} />
      </aside>
    );
  }
  return (
    <Modal onClose={onClose} label="Values" className="m-0! h-dvh max-h-none! w-76 rounded-none! border-y-0 border-l-0 p-0">
      <div className="flex h-11 items-center justify-between border-b border-line pr-2 pl-4">
        <span className="font-semibold">Values</span>
        <Button variant="ghost" size="sm" aria-label="Close" onClick={onClose}>
          <X aria-hidden className="size-4" />
        </Button>
      </div>
      <FacetSidebar filters={filters} onFilters={onFilters} />
    </Modal>
  );
}
