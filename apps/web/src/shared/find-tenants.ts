interface Tenant {
  tenant_id: string;
  name: string;
}
const MOST = 50;

/** What stands under the name of a tenant: its id, unless that is its name already. */
export const tenantIdLine = ({ tenant_id, name }: Tenant): string => (name === tenant_id ? 'Without a name: set TENANT_NAME' : tenant_id);

/**
 * Tenants whose name or id holds every typed word, by name; with nothing typed the recent ones come first. At most 50, since a provider
 * may have thousands and nobody scrolls through them; `more` counts the others.
 */
export function findTenants<T extends Tenant>(
  tenants: readonly T[],
  text: string,
  recent: readonly string[],
): { shown: T[]; more: number } {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const place = ({ tenant_id }: T) => (words.length === 0 && recent.includes(tenant_id) ? recent.indexOf(tenant_id) : recent.length);
  const found = tenants
    .filter(({ name, tenant_id }) => words.every((word) => `${name} ${tenant_id}`.toLowerCase().includes(word)))
    .toSorted((a, b) => place(a) - place(b) || a.name.localeCompare(b.name, 'en'));
  return { shown: found.slice(0, MOST), more: Math.max(0, found.length - MOST) };
}
