/** Access and id tokens of people. Claims: learn.microsoft.com/entra/identity-platform/access-token-claims-reference */
import { createHash } from 'node:crypto';
import type { State } from '../state';
import type { Tenant } from '../tenant';
import { maxGroups, type Account } from './accounts';
import type { Grant } from './sessions';

const graphId = '00000003-0000-0000-c000-000000000000';
const standardScopes = ['openid', 'profile', 'email', 'offline_access'];

/** Scopes of a request: those of OpenID, and what is asked of an API. */
export function splitScope(scope: string): { standard: string[]; api: string[] } {
  const all = scope.split(/\s+/).filter((part) => part !== '');
  return { standard: all.filter((part) => standardScopes.includes(part)), api: all.filter((part) => !standardScopes.includes(part)) };
}

function groupClaims(tenant: Tenant, { groups, overage, oid }: Account): Record<string, unknown> {
  if (!tenant.registration.group_claims || groups.length === 0) return {};
  if (groups.length <= maxGroups) return { groups };
  if (overage === 'hasgroups') return { hasgroups: true };
  return {
    _claim_names: { groups: 'src1' },
    _claim_sources: { src1: { endpoint: `https://graph.windows.net/${tenant.tenantId}/users/${oid}/getMemberObjects` } },
  };
}

/** The same person has another `sub` in each application. */
const pairwise = (account: Account, clientId: string): string =>
  createHash('sha256').update(`${account.oid}/${clientId}`).digest('base64url');

const roleClaim = ({ roles }: Account): Record<string, unknown> => (roles.length > 0 ? { roles } : {});

export function accessToken(state: State, tenant: Tenant, account: Account, grant: Grant): string {
  const { client_id: clientId, access_token_version: version } = tenant.registration;
  const { loginUrl } = state.urls;
  const { api, standard } = splitScope(grant.scope);
  const common = {
    ...groupClaims(tenant, account),
    ...roleClaim(account),
    name: account.name,
    oid: account.oid,
    sub: pairwise(account, clientId),
    tid: tenant.tenantId,
    sid: grant.sessionId.slice(0, 22),
    scp: api
      .map((scope) => scope.slice(scope.lastIndexOf('/') + 1))
      .map((name) => (name === '.default' ? tenant.registration.scopes.join(' ') : name))
      .join(' '),
  };
  const v1 = {
    iss: `${loginUrl}/${tenant.tenantId}/`,
    appid: clientId,
    appidacr: '0',
    upn: account.upn,
    unique_name: account.upn,
    ver: '1.0',
  };
  const v2 = { iss: `${loginUrl}/${tenant.tenantId}/v2.0`, azp: clientId, azpacr: '0', preferred_username: account.upn, ver: '2.0' };
  const claims =
    api.length === 0
      ? { ...common, ...v1, aud: graphId, scp: standard.join(' ') }
      : version === 1
        ? { ...common, ...v1, aud: `api://${clientId}` }
        : { ...common, ...v2, aud: clientId };
  return state.tokens.issue(claims, state.clock.now(), state.sessions.lifetimes.access_token_seconds);
}

export function idToken(state: State, tenant: Tenant, account: Account, grant: Grant, nonce: string | null): string {
  const { client_id: clientId } = tenant.registration;
  const claims = {
    ...groupClaims(tenant, account),
    ...roleClaim(account),
    aud: clientId,
    iss: `${state.urls.loginUrl}/${tenant.tenantId}/v2.0`,
    name: account.name,
    oid: account.oid,
    preferred_username: account.upn,
    sub: pairwise(account, clientId),
    tid: tenant.tenantId,
    sid: grant.sessionId.slice(0, 22),
    ver: '2.0',
    ...(nonce === null ? {} : { nonce }),
  };
  return state.tokens.issue(claims, state.clock.now(), state.sessions.lifetimes.access_token_seconds);
}

/** `client_info`: who signed in, in a form that MSAL keys its cache by. */
export const clientInfo = (tenant: Tenant, account: Account): string =>
  Buffer.from(JSON.stringify({ uid: account.oid, utid: tenant.tenantId })).toString('base64url');
