import type { FieldValue } from '../../../shared/event-filters/value-filters';

/** Marks an element as showing a value, so that hovering or focusing it offers to include, exclude or copy it. */
export const valueTarget = ({ field, value }: FieldValue) => ({ 'data-field': field, 'data-value': value });

const FIELDS = ['service', 'operation', 'result', 'actor', 'category', 'source', 'tag', 'target', 'ip', 'entity', 'changed'] as const;

/** The marked element that an event came from, with its value. */
export function valueAt(target: EventTarget): { element: HTMLElement; item: FieldValue } | null {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-field]') : null;
  const field = FIELDS.find((name) => name === element?.dataset.field);
  const value = element?.dataset.value;
  return element && field && value !== undefined && value !== '' ? { element, item: { field, value } } : null;
}
