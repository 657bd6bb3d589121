import { tenantKey } from '../../../shared/api/tenant';
import { hasFilters, parseFilters, type EventFilters } from '../../../shared/event-filters/filters';

const KEY = 'aoc.events.recent';
const MAX = 8;

/** The last searches of this browser, newest first; none when storage is blocked or holds nonsense. */
export function recentSearches(): EventFilters[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(tenantKey(KEY)) ?? '[]');
    const list = Array.isArray(stored) ? stored : [];
    return list.filter((item) => typeof item === 'object' && item !== null).map((item) => parseFilters({ ...item }));
  } catch {
    return [];
  }
}

export function rememberSearch(filters: EventFilters): void {
  if (!hasFilters(filters)) return;
  const same = JSON.stringify(parseFilters({ ...filters }));
  const others = recentSearches().filter((item) => JSON.stringify(item) !== same);
  try {
    localStorage.setItem(tenantKey(KEY), JSON.stringify([parseFilters({ ...filters }), ...others].slice(0, MAX)));
  } catch {
    // Remembering is a convenience.
  }
}
