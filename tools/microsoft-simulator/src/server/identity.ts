/** Entra's token endpoint for client credentials, OIDC discovery and signing keys. */
import { randomUUID } from 'node:crypto';
import { jsonReply, type Reply } from './reply';
import type { Call, State } from './state';
import type { Tenant } from './tenant';

const graphAudience = 'https://graph.microsoft.com';
const managementAudience = 'https://manage.office.com';
const graphResources = [
  graphAudience,
  'https://graph.microsoft.us',
  'https://dod-graph.microsoft.us',
  'https://microsoftgraph.chinacloudapi.cn',
  '00000003-0000-0000-c000-000000000000',
];
const managementResources = [
  managementAudience,
  'https://manage-gcc.office.com',
  'https://manage.office365.us',
  'https://manage.protection.apps.mil',
  'https://manage.office365.cn',
  'c5393580-f805-4401-95e8-94b7a6ef2fc2',
];

type Audience = 'graph' | 'management';

/** The API that a resource or a token's audience stands for; `any` is this server's origin, which a client may use for all hosts. */
function audienceOf(aud: string, state: State): Audience | 'any' | 'other' {
  const value = aud.replace(/\/+$/, '');
  if (value === state.urls.url) return 'any';
  if (graphResources.includes(value) || value === state.urls.graphUrl) return 'graph';
  if (managementResources.includes(value) || value === state.urls.managementUrl) return 'management';
  return 'other';
}

export function accepts(aud: string, state: State, api: Audience): boolean {
  const audience = audienceOf(aud, state);
  return audience === api || audience === 'any';
}

interface EntraError {
  status: number;
  error: string;
  code: number;
  text: string;
}

function entraError(state: State, { status, error, code, text }: EntraError): Reply {
  const trace = randomUUID();
  const correlation = randomUUID();
  const timestamp = new Date(state.clock.now()).toISOString().slice(0, 19).replace('T', ' ') + 'Z';
  const body = {
    error,
    error_description: `AADSTS${code}: ${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `${state.urls.loginUrl}/error?code=${code}`,
  };
  return jsonReply(status, body, { 'cache-control': 'no-store, no-cache', 'x-ms-request-id': trace });
}

export const tenantNotFound = (state: State, tenant: string): Reply =>
  entraError(state, {
    status: 400,
    error: 'invalid_request',
    code: 90002,
    text: `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  });

/** POST /{tenant}/oauth2/v2.0/token */
export function issueToken(state: State, call: Call, tenantName: string): Reply {
  const tenant = state.tenants.get(tenantName.toLowerCase());
  if (!tenant || tenant.removed) return tenantNotFound(state, tenantName);
  const form = readClient(call);
  const problem = clientProblem(tenant, form);
  if (problem) return entraError(state, problem);
  const scope = form.get('scope') ?? '';
  const resource = /^(\S+)\/\.default$/.exec(scope)?.[1];
  if (!resource)
    return entraError(state, {
      status: 400,
      error: 'invalid_scope',
      code: 1002012,
      text: `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    });
  const audience = audienceOf(resource, state);
  const own = resource === tenant.clientId || resource === `api://${tenant.clientId}`;
  if (audience === 'other' && !own)
    return entraError(state, {
      status: 400,
      error: 'invalid_resource',
      code: 500011,
      text: `The resource principal named ${resource} was not found in the tenant named ${tenant.tenantId}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
    });
  const token = state.tokens.issue(accessClaims(state, tenant, audience), state.clock.now(), state.behaviour.tokenSeconds);
  return jsonReply(
    200,
    { token_type: 'Bearer', expires_in: state.behaviour.tokenSeconds, ext_expires_in: state.behaviour.tokenSeconds, access_token: token },
    { 'cache-control': 'no-store, no-cache', pragma: 'no-cache' },
  );
}

/** Client id and secret may come in the form or as HTTP basic authentication. */
function readClient(call: Call): URLSearchParams {
  const form = new URLSearchParams(call.body);
  const basic = /^Basic\s+(\S+)$/i.exec(call.headers['authorization'] ?? '')?.[1];
  const [id, secret] = basic ? Buffer.from(basic, 'base64').toString('utf8').split(':') : [];
  if (id && !form.has('client_id')) form.set('client_id', decodeURIComponent(id));
  if (secret && !form.has('client_secret')) form.set('client_secret', decodeURIComponent(secret));
  return form;
}

function clientProblem(tenant: Tenant, form: URLSearchParams): EntraError | undefined {
  const grant = form.get('grant_type');
  if (!grant)
    return {
      status: 400,
      error: 'invalid_request',
      code: 900144,
      text: "The request body must contain the following parameter: 'grant_type'.",
    };
  if (grant !== 'client_credentials')
    return { status: 400, error: 'unsupported_grant_type', code: 70003, text: `The app requested an unsupported grant type '${grant}'.` };
  for (const name of ['client_id', 'scope'])
    if (!form.get(name))
      return {
        status: 400,
        error: 'invalid_request',
        code: 900144,
        text: `The request body must contain the following parameter: '${name}'.`,
      };
  if (form.get('client_id') !== tenant.clientId)
    return {
      status: 400,
      error: 'unauthorized_client',
      code: 700016,
      text: `Application with identifier '${form.get('client_id')}' was not found in the directory '${tenant.tenantId}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
    };
  if (!form.get('client_secret'))
    return {
      status: 401,
      error: 'invalid_client',
      code: 7000216,
      text: "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    };
  if (form.get('client_secret') !== tenant.clientSecret)
    return {
      status: 401,
      error: 'invalid_client',
      code: 7000215,
      text: `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${tenant.clientId}'.`,
    };
  return undefined;
}

function accessClaims(state: State, tenant: Tenant, audience: ReturnType<typeof audienceOf>): Record<string, unknown> {
  const { loginUrl } = state.urls;
  if (audience === 'other')
    return {
      aud: tenant.clientId,
      iss: `${loginUrl}/${tenant.tenantId}/v2.0`,
      azp: tenant.clientId,
      tid: tenant.tenantId,
      ver: '2.0',
      roles: [],
    };
  const roles = [...tenant.permissions].filter(
    (role) => audience === 'any' || role.startsWith('ActivityFeed') === (audience === 'management'),
  );
  const aud = audience === 'any' ? state.urls.url : audience === 'graph' ? graphAudience : managementAudience;
  return {
    aud,
    iss: `${loginUrl}/${tenant.tenantId}/`,
    app_displayname: 'Admin Operations Center',
    appid: tenant.clientId,
    appidacr: '1',
    idp: `${loginUrl}/${tenant.tenantId}/`,
    idtyp: 'app',
    oid: tenant.clientId,
    roles,
    sub: tenant.clientId,
    tid: tenant.tenantId,
    ver: '1.0',
  };
}

/** GET /{tenant}[/v2.0]/.well-known/openid-configuration */
export function discovery(state: State, tenantName: string, version: 'v1' | 'v2'): Reply {
  const shared = ['common', 'organizations'].includes(tenantName);
  const tenant = state.tenants.get(tenantName.toLowerCase());
  if (!shared && (!tenant || tenant.removed)) return tenantNotFound(state, tenantName);
  const id = tenant?.tenantId ?? '{tenantid}';
  const root = `${state.urls.loginUrl}/${tenant?.tenantId ?? tenantName}`;
  const oauth = version === 'v2' ? `${root}/oauth2/v2.0` : `${root}/oauth2`;
  return jsonReply(200, {
    token_endpoint: `${oauth}/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: version === 'v2' ? `${root}/discovery/v2.0/keys` : `${root}/discovery/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: version === 'v2' ? `${state.urls.loginUrl}/${id}/v2.0` : `${state.urls.loginUrl}/${id}/`,
    authorization_endpoint: `${oauth}/authorize`,
    end_session_endpoint: `${oauth}/logout`,
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'preferred_username', 'name', 'tid', 'oid', 'roles'],
    tenant_region_scope: 'EU',
    cloud_instance_name: 'microsoftonline.com',
  });
}
