import { count } from '../../../shared/numbers';

/** `1 event`, `431 events`, `10,000+ events`. */
export function totalLabel(total: number, exact: boolean): string {
  return exact ? `${count(total)} ${total === 1 ? 'event' : 'events'}` : `${count(total)}+ events`;
}
