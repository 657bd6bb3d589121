/** OIDC discovery and signing keys. Browsers read both from any page, so both allow every origin, as Entra does. */
import { tenantNotFound } from './entra-error';
import { jsonReply, type Reply } from './reply';
import type { State } from './state';

const open = { 'access-control-allow-origin': '*', 'cache-control': 'max-age=86400, private' };

/** GET /{tenant}[/v2.0]/.well-known/openid-configuration */
export function discovery(state: State, tenantName: string, version: 'v1' | 'v2'): Reply {
  const shared = ['common', 'organizations'].includes(tenantName);
  const tenant = state.tenants.get(tenantName.toLowerCase());
  if (!shared && (!tenant || tenant.removed)) return tenantNotFound(state, tenantName);
  const id = tenant?.tenantId ?? '{tenantid}';
  const root = `${state.urls.loginUrl}/${tenant?.tenantId ?? tenantName}`;
  const oauth = version === 'v2' ? `${root}/oauth2/v2.0` : `${root}/oauth2`;
  const document = {
    token_endpoint: `${oauth}/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: version === 'v2' ? `${root}/discovery/v2.0/keys` : `${root}/discovery/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: version === 'v2' ? `${state.urls.loginUrl}/${id}/v2.0` : `${state.urls.loginUrl}/${id}/`,
    request_uri_parameter_supported: false,
    userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
    authorization_endpoint: `${oauth}/authorize`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${oauth}/logout`,
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'preferred_username', 'name', 'tid', 'oid', 'roles', 'sid'],
    tenant_region_scope: 'EU',
    cloud_instance_name: 'microsoftonline.com',
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: 'graph.microsoft.com',
  };
  return jsonReply(200, document, open);
}

/** GET /{tenant}/discovery[/v2.0]/keys */
export const signingKeys = (state: State): Reply => jsonReply(200, state.tokens.keySet(), open);
