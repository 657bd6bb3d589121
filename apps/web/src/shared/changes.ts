import type { AuditEvent } from '@aoc/contracts';

export interface Change {
  property: string;
  old: unknown;
  new: unknown;
}

const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** Whether a value says nothing: null, absent, blank text, or a list of such. */
export const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.every(isEmpty));

/**
 * A property value as short text: names out of objects and lists, `none` for nothing, cut at `max` characters.
 * The full value stands in the detail panel.
 */
export function shortValue(value: unknown, max = 48): string {
  if (isEmpty(value)) return 'none';
  const items = Array.isArray(value) ? value : [value];
  const texts = items.map((item) => (typeof item === 'string' ? item : typeof item === 'object' ? nameOf(item) : String(item)));
  const text = texts.join(', ').replace(/\s+/g, ' ').trim();
  return text.length > max ? `${text.slice(0, max - 1)}…` : text;
}

function nameOf(item: object | null): string {
  if (item === null) return 'null';
  for (const [name, value] of Object.entries(item)) {
    if (/^(display)?name$/i.test(name) && typeof value === 'string' && value !== '') return value;
  }
  return JSON.stringify(item);
}

/** 0 tells something, 1 is only an identifier, 2 and more is bookkeeping (lists of what changed) or no change at all. */
function weight({ property, old, new: after }: Change): number {
  const [before, now] = [shortValue(old), shortValue(after)];
  const internal = property.startsWith('Included Updated') || property.startsWith('TargetId') || before === now;
  return (internal ? 2 : 0) + (GUID.test(before) || GUID.test(now) ? 1 : 0);
}

/** All changed properties of all targets, the telling ones first. */
export function changesOf(event: Pick<AuditEvent, 'targets'>): Change[] {
  const changes = event.targets.flatMap((target) => target.modified);
  return changes
    .map((change) => ({ property: change.property, old: change.old, new: change.new }))
    .toSorted((a, b) => weight(a) - weight(b));
}

/** What a row shows of the changes: without bookkeeping, unless there is nothing else. */
export function tellingChanges(event: Pick<AuditEvent, 'targets'>): Change[] {
  const changes = changesOf(event);
  const telling = changes.filter((change) => weight(change) < 2);
  return telling.length > 0 ? telling : changes;
}

/** A value for the before and after table: text as it is, anything else as indented JSON, null when there is nothing. */
export function fullValue(value: unknown): string | null {
  if (isEmpty(value)) return null;
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
