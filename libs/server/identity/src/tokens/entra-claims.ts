import { z } from 'zod';
import { CredentialRefused } from '../refusal';

const guid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i);
const words = z.array(z.string()).max(1000).default([]);

/** Claims of access tokens (https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference). */
const claimsSchema = z.looseObject({
  tid: guid,
  oid: guid,
  iat: z.number(),
  exp: z.number(),
  scp: z.string().optional(),
  idtyp: z.string().optional(),
  name: z.string().max(500).optional(),
  preferred_username: z.string().max(500).optional(),
  upn: z.string().max(500).optional(),
  app_displayname: z.string().max(500).optional(),
  roles: words,
  groups: words,
  hasgroups: z.boolean().optional(),
  _claim_names: z.looseObject({ groups: z.string().optional() }).optional(),
});

/** A verified person or application. */
export interface EntraIdentity {
  tenantId: string;
  objectId: string;
  display: string;
  username: string;
  roles: readonly string[];
  groups: readonly string[];
  /** Entra left the groups out, because they are too many. */
  groupsLeftOut: boolean;
  /** End of the token, in milliseconds since 1970. */
  until: number;
}

/** Two clocks may differ by this. */
const SKEW_SECONDS = 60;

/**
 * What verified claims say. An id token names the same audience but carries no scope: it proves to the page who signed in, not that the page
 * may call this API. Applications are taken by `idtyp`, an optional claim of the registration.
 * @throws CredentialRefused
 */
export function readClaims(claims: unknown, expected: { tenantId: string; scope: string; now: Date }): EntraIdentity {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) throw new CredentialRefused('claims');
  const { tid, oid, iat, exp, scp, idtyp, roles, groups, hasgroups, ...rest } = parsed.data;
  if (tid.toLowerCase() !== expected.tenantId || iat > expected.now.getTime() / 1000 + SKEW_SECONDS) throw new CredentialRefused('claims');
  const scopes = scp?.split(' ') ?? [];
  const isApp = idtyp === 'app' && scp === undefined && roles.length > 0;
  if (!isApp && !scopes.includes(expected.scope)) throw new CredentialRefused('not_an_access_token');
  const username = rest.preferred_username ?? rest.upn ?? rest.app_displayname ?? oid;
  return {
    tenantId: tid.toLowerCase(),
    objectId: oid.toLowerCase(),
    display: rest.name ?? rest.app_displayname ?? username,
    username,
    until: exp * 1000,
    roles,
    groups: groups.map((group) => group.toLowerCase()),
    groupsLeftOut: hasgroups === true || rest._claim_names?.groups !== undefined,
  };
}
