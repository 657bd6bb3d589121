import type { FieldError } from '@aoc/contracts';

/** What the API said of a field, e.g. `url` or `quiet_hours`, with what lies in it. */
export const errorOf = (errors: readonly FieldError[], field: string): string | null => {
  const found = errors.filter(({ path }) => {
    const place = path.replace(/^body\./, '').replace(/\[(\d+)\]/g, '.$1');
    return place === field || place.startsWith(`${field}.`);
  });
  return found.length === 0 ? null : found.map(({ message }) => message).join('; ');
};
