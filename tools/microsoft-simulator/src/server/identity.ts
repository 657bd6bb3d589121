/** Entra's token endpoint for client credentials. */
import { assertionProblem } from './client-assertion';
import { entraError, missingParameter, tenantNotFound, unknownApplication, unknownResource, type EntraProblem } from './entra-error';
import { jsonReply, type Reply } from './reply';
import { redeemForUser } from './sign-in/redeem';
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

/** Grants of people; anything else is an application of its own. */
const userGrants = ['authorization_code', 'refresh_token'];

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

/** POST /{tenant}/oauth2/v2.0/token */
export function issueToken(state: State, call: Call, tenantName: string): Reply {
  const tenant = state.tenants.get(tenantName.toLowerCase());
  if (!tenant || tenant.removed) return tenantNotFound(state, tenantName);
  const form = readClient(call);
  if (userGrants.includes(form.get('grant_type') ?? '')) return redeemForUser(state, call, tenant, form);
  const problem = clientProblem(state, tenant, form);
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
  if (audience === 'other' && !own) return entraError(state, unknownResource(resource, tenant.tenantId));
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

function clientProblem(state: State, tenant: Tenant, form: URLSearchParams): EntraProblem | undefined {
  const grant = form.get('grant_type');
  if (!grant) return missingParameter('grant_type');
  if (grant !== 'client_credentials')
    return { status: 400, error: 'unsupported_grant_type', code: 70003, text: `The app requested an unsupported grant type '${grant}'.` };
  for (const name of ['client_id', 'scope']) if (!form.get(name)) return missingParameter(name);
  if (form.get('client_id') !== tenant.clientId) return unknownApplication(form.get('client_id') ?? '', tenant.tenantId);
  if (form.has('client_assertion')) return assertionProblem(state, tenant, form);
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
