import { queryString } from './request-url';

/** Address to values: a parameter that stands several times becomes a list. */
export function parseSearch(search: string): Record<string, string | string[]> {
  const params = new URLSearchParams(search);
  return Object.fromEntries(
    [...new Set(params.keys())].map((name) => {
      const values = params.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

/** Values to address, the same spelling that the API takes (`services=a&services=b`). */
export const stringifySearch = (search: Record<string, unknown>): string => queryString(search);
