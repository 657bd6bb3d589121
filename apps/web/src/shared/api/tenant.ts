/** Name in the address of the tenant that a page is about. */
export const TENANT_PARAM = 'tenant';
const HEADER = 'X-AOC-Tenant';
/** In the place of a tenant: all that the reader may see, for reading. */
export const ALL_TENANTS = '*';
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The tenant that an address names, or {@link ALL_TENANTS}; null for the reader's own, and for nonsense. */
export function tenantIn(search: string): string | null {
  const named = new URLSearchParams(search).get(TENANT_PARAM);
  return named !== null && (GUID.test(named) || named === ALL_TENANTS) ? named : null;
}

/**
 * The tenant that was switched to; null for the reader's own. It stands in the address and nowhere else: a copied link shows a colleague
 * the same tenant, two tabs can show two tenants, and a new tab begins with the reader's own. `stringifySearch` carries it on, so it does
 * not change while a document lives.
 */
export const chosenTenant = (): string | null => (typeof location === 'undefined' ? null : tenantIn(location.search));

/**
 * Header that every request carries.
 * @param tenant in the place of the one that was switched to; null: the reader's own
 */
export function tenantHeader(tenant: string | null = chosenTenant()): Record<string, string> {
  return tenant === null ? {} : { [HEADER]: tenant };
}

/** Key under which this browser keeps what belongs to one tenant, so that another never shows it. */
export function tenantKey(name: string): string {
  const tenant = chosenTenant();
  return tenant === null ? name : `${name}.${tenant}`;
}

/** Address at which a tenant is shown. Ids of the tenant left behind (an event, an alert) mean nothing there, so filters do not come along. */
export const tenantAddress = (path: string, tenant: string): string =>
  `${path}?${new URLSearchParams({ [TENANT_PARAM]: tenant }).toString()}`;
