import { tenantKey } from '../../../shared/api/tenant';
import { parseFilters, type EventFilters } from '../../../shared/event-filters/filters';

const KEY = 'aoc.events.filters';

/** Filters of the last visit; none when storage is blocked or holds nonsense. */
export function recallFilters(): EventFilters {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(tenantKey(KEY)) ?? '{}');
    return typeof stored === 'object' && stored !== null ? parseFilters({ ...stored }) : {};
  } catch {
    return {};
  }
}

export function rememberFilters(filters: EventFilters): void {
  try {
    localStorage.setItem(tenantKey(KEY), JSON.stringify(parseFilters({ ...filters })));
  } catch {
    // Remembering is a convenience; the address still holds the filters.
  }
}
