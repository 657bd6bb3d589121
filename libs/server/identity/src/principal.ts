import type { PersonRole, TenantId } from '@aoc/contracts';

/** Who calls, as far as it has been proved, before a tenant is chosen. */
export interface Principal {
  readonly signIn: 'none' | 'entra' | 'api_key';
  /** Stable id: of a person the object id in Entra, of a key its id. */
  readonly id: string;
  readonly display: string;
  /** Sign-in name of a person, or name of a key. */
  readonly username: string;
  readonly role: PersonRole;
  /** App roles and ids of groups of a person: what a tenant's privacy settings hide is seen by those who hold one that it names. */
  readonly held: readonly string[];
  /** Tenants of which a key sees what is hidden. */
  readonly seesHiddenOf: readonly TenantId[];
  /** Tenant of calls that name none; null: the first of `tenants`. */
  readonly home: TenantId | null;
  /** Tenants that may be named; `all` for those who serve every tenant. */
  readonly tenants: readonly TenantId[] | 'all';
  /** When the proof ends, in milliseconds since 1970; null: not by itself. */
  readonly until: number | null;
}

/** Whether somebody sees what privacy settings with these roles hide of a tenant. */
export const seesHidden = ({ held, seesHiddenOf }: Principal, tenant: TenantId, roles: readonly string[]): boolean =>
  seesHiddenOf.includes(tenant) || roles.some((name) => held.includes(name) || held.includes(name.toLowerCase()));

const RANK: Readonly<Record<PersonRole | 'public', number>> = { public: 0, viewer: 1, analyst: 2, admin: 3, msp_admin: 4 };

/** True when `role` contains `needed`: each role contains those before it. */
export const holdsRole = (role: PersonRole, needed: PersonRole | 'public'): boolean => RANK[role] >= RANK[needed];

/** The role that contains the other. */
export const higherRole = (a: PersonRole, b: PersonRole): PersonRole => (RANK[a] >= RANK[b] ? a : b);
