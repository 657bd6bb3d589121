import type { AnyInput } from './route-types';

/** Names of members that are only known together with their tenant. */
const IDS = new Set(['dedupe_key', 'event_dedupe_key', 'incident_id', 'rule_id']);
/** Objects with one of these have an `id` that is only known together with the tenant; the id of an event is that of its record. */
const OWNERS = ['rule_id', 'open_alerts'] as const;
const OWNED = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|default)~(.+)$/s;

/** An id that carries the tenant of what it names. */
const owned = (tenant: string, id: string): string => `${tenant}~${id}`;
/** The id as its tenant knows it. */
export const bareId = (id: string): string => OWNED.exec(id)?.[2] ?? id;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An answer whose ids carry their tenants: a row of one tenant is never taken for that of another, and a write goes where its row belongs. */
export function withTenants(value: unknown, tenant: string | null = null): unknown {
  if (Array.isArray(value)) return value.map((one) => withTenants(one, tenant));
  if (!isObject(value)) return value;
  const own = typeof value.tenant_id === 'string' ? value.tenant_id : tenant;
  const known = own !== null && OWNERS.some((name) => name in value);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const isId = IDS.has(name) || (name === 'id' && known);
      return [name, isId && own !== null && typeof member === 'string' ? owned(own, member) : withTenants(member, own)];
    }),
  );
}

export interface Addressed {
  input: AnyInput;
  /** Tenant that the ids of the input belong to; null when it names none. */
  tenant: string | null;
}

/** An input whose ids are those that the API knows, and the tenant that they carried. @throws Error when they carry several */
export function addressed({ params, query, body }: AnyInput): Addressed {
  const tenants = new Set<string>();
  const bare = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(bare);
    const [, tenant, id] = (typeof value === 'string' && OWNED.exec(value)) || [];
    if (tenant === undefined) return value;
    tenants.add(tenant);
    return id;
  };
  const members = (record: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [name, bare(value)]));
  const input = {
    ...(params ? { params: members(params) } : {}),
    ...(query ? { query: members(query) } : {}),
    ...(body === undefined ? {} : { body: isObject(body) && 'ids' in body ? { ...body, ids: bare(body.ids) } : body }),
  };
  if (tenants.size > 1) throw new Error('One request cannot change what belongs to several tenants.');
  return { input, tenant: [...tenants][0] ?? null };
}

/** An id of the same tenant as another one, which carries it or not. */
export function sameTenant(other: string, id: string): string {
  const tenant = tenantOfId(other);
  return tenant === null ? id : owned(tenant, id);
}

/** Tenant that an owned id carries. */
export const tenantOfId = (id: string): string | null => OWNED.exec(id)?.[1] ?? null;
