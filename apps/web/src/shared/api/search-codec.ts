import { queryString } from './request-url';
import { chosenTenant, TENANT_PARAM } from './tenant';

/** Address to values: a parameter that stands several times becomes a list. Screens do not see the tenant: it is no filter of theirs. */
export function parseSearch(search: string): Record<string, string | string[]> {
  const params = new URLSearchParams(search);
  params.delete(TENANT_PARAM);
  return Object.fromEntries(
    [...new Set(params.keys())].map((name) => {
      const values = params.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

/** Values to address, the same spelling that the API takes (`services=a&services=b`); the tenant of this page stays. */
export const stringifySearch = (search: Record<string, unknown>): string =>
  queryString({ ...search, [TENANT_PARAM]: chosenTenant() ?? undefined });
