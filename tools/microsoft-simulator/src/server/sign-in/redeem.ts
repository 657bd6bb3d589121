/** Token endpoint for people: codes and refresh tokens of a single-page application. */
import { createHash } from 'node:crypto';
import { entraError, missingParameter, unknownApplication, type EntraProblem } from '../entra-error';
import { emptyReply, jsonReply, type Reply } from '../reply';
import type { Call, State } from '../state';
import type { Tenant } from '../tenant';
import { findAccount } from './find-account';
import { accessToken, clientInfo, idToken, splitScope } from './user-tokens';
import type { CodeGrant, Grant, RefreshGrant } from './sessions';

const invalidGrant = (code: number, text: string): EntraProblem => ({ status: 400, error: 'invalid_grant', code, text });

/** Origins of the registered redirect addresses may read the answer; nobody else. */
function corsHeaders(call: Call, tenant: Tenant | undefined): Record<string, string> {
  const origin = call.headers['origin'];
  if (origin === undefined || !tenant?.registration.redirect_uris.some((uri) => URL.canParse(uri) && new URL(uri).origin === origin))
    return {};
  return { 'access-control-allow-origin': origin, 'access-control-allow-methods': 'POST, OPTIONS', vary: 'Origin' };
}

/** OPTIONS of the token endpoint. */
export function tokenPreflight(state: State, call: Call, tenantName: string): Reply {
  const headers = corsHeaders(call, state.tenants.get(tenantName.toLowerCase()));
  const wanted = call.headers['access-control-request-headers'];
  return emptyReply(
    200,
    wanted && headers['access-control-allow-origin'] ? { ...headers, 'access-control-allow-headers': wanted } : headers,
  );
}

export function redeemForUser(state: State, call: Call, tenant: Tenant, form: URLSearchParams): Reply {
  const cors = corsHeaders(call, tenant);
  const reply = redeem(state, call, tenant, form);
  return { ...reply, headers: { ...reply.headers, ...cors } };
}

function redeem(state: State, call: Call, tenant: Tenant, form: URLSearchParams): Reply {
  const clientId = form.get('client_id');
  if (!clientId) return entraError(state, missingParameter('client_id'));
  if (clientId !== tenant.registration.client_id) return entraError(state, unknownApplication(clientId, tenant.tenantId));
  if (call.headers['origin'] === undefined)
    return entraError(
      state,
      invalidGrant(9002327, "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests."),
    );
  return form.get('grant_type') === 'refresh_token' ? redeemRefresh(state, tenant, form) : redeemCode(state, tenant, form);
}

function codeProblem(grant: CodeGrant | undefined, form: URLSearchParams, tenant: Tenant, now: number): EntraProblem | undefined {
  if (!grant || grant.tenantId !== tenant.tenantId || grant.clientId !== form.get('client_id'))
    return invalidGrant(9002313, 'Invalid request. Request is malformed or invalid.');
  if (grant.used)
    return invalidGrant(
      54005,
      'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
    );
  if (grant.expiresAt <= now)
    return invalidGrant(
      70008,
      'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
    );
  if (form.get('redirect_uri') !== grant.redirectUri)
    return invalidGrant(
      500112,
      `The reply address '${form.get('redirect_uri') ?? ''}' does not match the reply address '${grant.redirectUri}' provided when requesting Authorization code.`,
    );
  const verifier = form.get('code_verifier');
  if (!verifier) return { ...missingParameter('code_verifier'), error: 'invalid_grant', code: 50148 };
  if (createHash('sha256').update(verifier).digest('base64url') !== grant.challenge)
    return invalidGrant(501481, 'The Code_Verifier does not match the code_challenge supplied in the authorization request.');
  return undefined;
}

function redeemCode(state: State, tenant: Tenant, form: URLSearchParams): Reply {
  const code = form.get('code');
  if (!code) return entraError(state, missingParameter('code'));
  const grant = state.sessions.findCode(code);
  const problem = codeProblem(grant, form, tenant, state.clock.now());
  if (problem || !grant) return entraError(state, problem ?? invalidGrant(9002313, 'Invalid request. Request is malformed or invalid.'));
  grant.used = true;
  return tokens(state, tenant, form, grant, { nonce: grant.nonce });
}

function refreshProblem(grant: RefreshGrant | undefined, form: URLSearchParams, tenant: Tenant, now: number): EntraProblem | undefined {
  if (!grant || grant.tenantId !== tenant.tenantId || grant.clientId !== form.get('client_id'))
    return invalidGrant(9002313, 'Invalid request. Request is malformed or invalid.');
  if (grant.revoked)
    return invalidGrant(
      50173,
      'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
    );
  if (grant.expiresAt <= now)
    return invalidGrant(
      700084,
      'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page.',
    );
  return undefined;
}

function redeemRefresh(state: State, tenant: Tenant, form: URLSearchParams): Reply {
  const token = form.get('refresh_token');
  if (!token) return entraError(state, missingParameter('refresh_token'));
  const grant = state.sessions.findRefresh(token);
  const problem = refreshProblem(grant, form, tenant, state.clock.now());
  if (problem || !grant) return entraError(state, problem ?? invalidGrant(9002313, 'Invalid request. Request is malformed or invalid.'));
  // The old one stays valid, as with Entra: a tab that lost the answer can ask again.
  return tokens(state, tenant, form, grant, { nonce: null, refreshUntil: grant.expiresAt });
}

function tokens(
  state: State,
  tenant: Tenant,
  form: URLSearchParams,
  grant: Grant,
  { nonce, refreshUntil }: { nonce: string | null; refreshUntil?: number },
): Reply {
  const account = findAccount(tenant, grant.upn);
  if (!account || account.disabled) return entraError(state, invalidGrant(50057, 'The user account is disabled.'));
  const { standard, api } = splitScope(grant.scope);
  const seconds = state.sessions.lifetimes.access_token_seconds;
  const { tenantId, clientId, upn, scope, sessionId } = grant;
  const body = {
    token_type: 'Bearer',
    scope: [...api, ...standard.filter((name) => name !== 'offline_access')].join(' '),
    expires_in: seconds,
    ext_expires_in: seconds,
    access_token: accessToken(state, tenant, account, grant),
    ...(standard.includes('offline_access')
      ? {
          refresh_token: state.sessions.addRefresh({ tenantId, clientId, upn, scope, sessionId }, state.clock.now(), refreshUntil),
          refresh_token_expires_in: Math.floor(
            ((refreshUntil ?? state.clock.now() + state.sessions.lifetimes.refresh_token_seconds * 1000) - state.clock.now()) / 1000,
          ),
        }
      : {}),
    ...(standard.includes('openid') ? { id_token: idToken(state, tenant, account, grant, nonce) } : {}),
    ...(form.get('client_info') === '1' ? { client_info: clientInfo(tenant, account) } : {}),
  };
  return jsonReply(200, body, { 'cache-control': 'no-store, no-cache', pragma: 'no-cache' });
}
