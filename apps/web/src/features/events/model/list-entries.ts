import type { AuditEvent } from '@aoc/contracts';
import { dayKey, type Zone } from '../../../shared/time';

export type ListEntry = { kind: 'day'; key: string; timestamp: string } | { kind: 'event'; key: string; event: AuditEvent; index: number };

/** Whether the address names this event, by id or dedupe key. */
export const isOpen = (event: Pick<AuditEvent, 'id' | 'dedupe_key'>, openId: string | undefined): boolean =>
  openId !== undefined && (event.dedupe_key === openId || event.id === openId);

/** Events with a heading before the first of each day; an event that two pages hold (it moved between them) is shown once. The table has no headings. */
export function listEntries(events: AuditEvent[], zone: Zone, headings = true): ListEntry[] {
  const entries: ListEntry[] = [];
  const seen = new Set<string>();
  let day = '';
  let index = 0;
  for (const event of events) {
    if (seen.has(event.dedupe_key)) continue;
    seen.add(event.dedupe_key);
    const key = dayKey(event.timestamp, zone);
    if (headings && key !== day) entries.push({ kind: 'day', key: `day ${key}`, timestamp: event.timestamp });
    day = key;
    entries.push({ kind: 'event', key: event.dedupe_key, event, index: index++ });
  }
  return entries;
}
