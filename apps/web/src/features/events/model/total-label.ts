import type { EventPage } from '@aoc/contracts';
import { count } from '../../../shared/numbers';

/** `1 event`, `431 events`, `10,000+ events`. */
export function totalLabel(total: number, exact: boolean): string {
  return exact ? `${count(total)} ${total === 1 ? 'event' : 'events'}` : `${count(total)}+ events`;
}

type Total = Pick<EventPage, 'total' | 'total_is_exact'>;

/** The total of the loaded list; where counting took too long for its first page, that of a page that was read after. */
export const knownTotal = (loaded: Total | undefined, later: Total | undefined): Total | undefined =>
  loaded && !loaded.total_is_exact && later && (later.total_is_exact || later.total > loaded.total) ? later : loaded;
