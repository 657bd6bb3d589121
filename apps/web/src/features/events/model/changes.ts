import type { AuditEvent } from '@aoc/contracts';

export interface Change {
  property: string;
  old: unknown;
  new: unknown;
}

const isEmpty = (value: unknown) => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/**
 * A property value as short text: names out of objects and lists, `∅` for nothing, cut at `max` characters.
 * The full value stands in the detail panel.
 */
export function shortValue(value: unknown, max = 48): string {
  if (isEmpty(value)) return '∅';
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

/** All changed properties of all targets; those that changed nothing or hold nothing come last, with internal ones. */
export function changesOf(event: Pick<AuditEvent, 'targets'>): Change[] {
  const changes = event.targets.flatMap((target) => target.modified);
  const weight = ({ property, old, new: after }: Change) =>
    (property.startsWith('Included Updated') || property.startsWith('TargetId') ? 2 : 0) + (shortValue(old) === shortValue(after) ? 1 : 0);
  return changes
    .map((change) => ({ property: change.property, old: change.old, new: change.new }))
    .toSorted((a, b) => weight(a) - weight(b));
}

/** A value for the before and after table: text as it is, anything else as indented JSON, null when there is nothing. */
export function fullValue(value: unknown): string | null {
  if (isEmpty(value)) return null;
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
