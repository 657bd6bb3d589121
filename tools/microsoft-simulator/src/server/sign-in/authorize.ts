/** GET and POST /{tenant}/oauth2/v2.0/authorize: the authorization code flow with PKCE. */
import { describeProblem, missingParameter, unknownApplication, unknownResource, unknownTenant, type EntraProblem } from '../entra-error';
import { emptyReply, type Reply } from '../reply';
import type { Call, State } from '../state';
import type { Tenant } from '../tenant';
import type { Account } from './accounts';
import { readSessionId, sessionCookie } from './cookie';
import { findAccount } from './find-account';
import { accountPage, errorPage } from './pages';
import { clientInfo, splitScope } from './user-tokens';
import type { Session } from './sessions';

const prompts = ['', 'none', 'login', 'select_account', 'consent'];
/** Base64url of SHA-256. */
const challengePattern = /^[A-Za-z0-9_-]{43}$/;

interface Request {
  state: State;
  call: Call;
  tenant: Tenant;
  query: URLSearchParams;
  redirectUri: string;
  mode: 'query' | 'fragment';
}

const pageFor = (state: State, problem: EntraProblem): Reply =>
  errorPage(problem.status, describeProblem(state, problem).error_description);

/** What makes it unsafe to send the browser back: shown on a page, never redirected. */
function clientProblem(tenant: Tenant, query: URLSearchParams): EntraProblem | undefined {
  const clientId = query.get('client_id');
  if (!clientId) return missingParameter('client_id');
  if (clientId !== tenant.registration.client_id) return unknownApplication(clientId, tenant.tenantId);
  const redirectUri = query.get('redirect_uri');
  if (!redirectUri)
    return { status: 400, error: 'invalid_request', code: 500113, text: 'No reply address is registered for the application.' };
  if (!tenant.registration.redirect_uris.includes(redirectUri))
    return {
      status: 400,
      error: 'invalid_request',
      code: 50011,
      text: `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.`,
    };
  return undefined;
}

const bad = (error: string, code: number, text: string): EntraProblem => ({ status: 400, error, code, text });

function scopeProblem(tenant: Tenant, scope: string): EntraProblem | undefined {
  const own = [tenant.registration.client_id, `api://${tenant.registration.client_id}`];
  for (const asked of splitScope(scope).api) {
    const cut = asked.lastIndexOf('/');
    const resource = asked.slice(0, Math.max(cut, 0));
    if (resource === '')
      return bad(
        'invalid_scope',
        70011,
        `The provided value for the input parameter 'scope' is not valid. The scope '${asked}' is not valid.`,
      );
    if (!own.includes(resource)) return unknownResource(resource, tenant.tenantId);
    const name = asked.slice(cut + 1);
    if (name !== '.default' && !tenant.registration.scopes.includes(name))
      return bad(
        'invalid_client',
        650053,
        `The application asked for scope '${name}' that doesn't exist on the resource '${resource}'. Contact the app vendor.`,
      );
  }
  return undefined;
}

/** What the application hears about, at its redirect address. */
function requestProblem(tenant: Tenant, query: URLSearchParams): EntraProblem | undefined {
  const type = query.get('response_type');
  if (!type) return missingParameter('response_type');
  if (type === 'token' || type === 'id_token')
    return bad(
      'unsupported_response_type',
      type === 'token' ? 700051 : 700054,
      `response_type '${type}' is not enabled for the application.`,
    );
  if (type !== 'code') return bad('unsupported_response_type', 70005, `The app requested an unsupported response type '${type}'.`);
  if (!['', 'query', 'fragment'].includes(query.get('response_mode') ?? ''))
    return bad(
      'invalid_request',
      70007,
      `'${query.get('response_mode')}' is not a supported value of 'response_mode' when requesting a token.`,
    );
  const scope = query.get('scope');
  if (!scope) return missingParameter('scope');
  if (!prompts.includes(query.get('prompt') ?? '')) return bad('invalid_request', 90023, "Unsupported 'prompt' value.");
  const challenge = query.get('code_challenge');
  if (!challenge)
    return bad('invalid_request', 9002325, 'Proof Key for Code Exchange is required for cross-origin authorization code redemption.');
  if (query.get('code_challenge_method') !== 'S256' || !challengePattern.test(challenge))
    return bad('invalid_request', 501491, "Invalid size of Code_Challenge parameter, or its method is not 'S256'.");
  return scopeProblem(tenant, scope);
}

function sendBack({ redirectUri, mode, query }: Request, values: Record<string, string>, headers: Record<string, string> = {}): Reply {
  const target = new URL(redirectUri);
  const answer = mode === 'query' ? target.searchParams : new URLSearchParams();
  for (const [name, value] of Object.entries(values)) answer.set(name, value);
  const echoed = query.get('state');
  if (echoed !== null) answer.set('state', echoed);
  if (mode === 'fragment') target.hash = answer.toString();
  return emptyReply(302, { location: target.toString(), 'cache-control': 'no-store, no-cache', ...headers });
}

function refuse(request: Request, problem: EntraProblem): Reply {
  const { error, error_description, error_uri } = describeProblem(request.state, problem);
  return sendBack(request, { error, error_description, error_uri });
}

export function authorize(state: State, call: Call, tenantName: string): Reply {
  const tenant = state.tenants.get(tenantName.toLowerCase());
  if (!tenant || tenant.removed) return pageFor(state, unknownTenant(tenantName));
  const query = call.url.searchParams;
  const unsafe = clientProblem(tenant, query);
  if (unsafe) return pageFor(state, unsafe);
  const request: Request = {
    state,
    call,
    tenant,
    query,
    redirectUri: query.get('redirect_uri') ?? '',
    mode: query.get('response_mode') === 'fragment' ? 'fragment' : 'query',
  };
  const problem = requestProblem(tenant, query);
  if (problem) return refuse(request, problem);
  const session = state.sessions.session(readSessionId(call), state.clock.now());
  return call.method === 'POST' ? choose(request, session) : ask(request, session);
}

/** The accounts of the session, or the one of them that the hint names. */
function signedIn({ tenant, query }: Request, session: Session | undefined): Account[] {
  const hint = query.get('login_hint')?.toLowerCase();
  const sid = query.get('sid');
  return tenant.accounts.filter(
    ({ upn }) =>
      session?.accounts.includes(`${tenant.tenantId}/${upn}`) &&
      (!hint || hint === upn.toLowerCase()) &&
      (!sid || session.id.startsWith(sid)),
  );
}

function ask(request: Request, session: Session | undefined): Reply {
  const { tenant, query, call } = request;
  const prompt = query.get('prompt') ?? '';
  const [only, ...more] = signedIn(request, session);
  if (prompt === 'none') {
    if (!only) return refuse(request, bad('login_required', 50058, 'A silent sign-in request was sent but no user is signed in.'));
    if (more.length > 0)
      return refuse(
        request,
        bad(
          'interaction_required',
          16000,
          'Either multiple user identities are available for the current request or selected account is not supported for the scenario.',
        ),
      );
  }
  if (only && more.length === 0 && (prompt === '' || prompt === 'none')) return grant(request, only, session);
  const hint = query.get('login_hint')?.toLowerCase();
  const hinted = hint ? findAccount(tenant, hint) : undefined;
  const note =
    hint && !hinted
      ? `AADSTS50034: The user account ${hint} does not exist in the directory. To sign into this application, the account must be added to the directory.`
      : undefined;
  const accounts = hinted ? [hinted, ...tenant.accounts.filter((account) => account !== hinted)] : tenant.accounts;
  return accountPage(accounts, `${call.url.pathname}${call.url.search}`, note);
}

/** The form came back with an account. */
function choose(request: Request, session: Session | undefined): Reply {
  const { state, tenant, call } = request;
  const upn = new URLSearchParams(call.body).get('account') ?? '';
  const account = findAccount(tenant, upn);
  if (!account)
    return pageFor(state, bad('invalid_grant', 50034, `The user account ${upn} does not exist in the ${tenant.tenantId} directory.`));
  if (account.disabled)
    return pageFor(state, bad('invalid_grant', 50057, 'The user account is disabled. The account has been disabled by an administrator.'));
  return grant(request, account, session);
}

function grant(request: Request, account: Account, session: Session | undefined): Reply {
  const { state, tenant, query, redirectUri } = request;
  if (tenant.registration.assignment_required && account.roles.length === 0)
    return refuse(
      request,
      bad(
        'access_denied',
        50105,
        `Your administrator has configured the application to block users unless they are specifically granted ('assigned') access to the application. The signed in user '${account.upn}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator.`,
      ),
    );
  const now = state.clock.now();
  const joined = state.sessions.signIn(session, `${tenant.tenantId}/${account.upn}`, now);
  const code = state.sessions.addCode(
    {
      tenantId: tenant.tenantId,
      clientId: tenant.registration.client_id,
      upn: account.upn,
      scope: query.get('scope') ?? '',
      sessionId: joined.id,
      redirectUri,
      challenge: query.get('code_challenge') ?? '',
      nonce: query.get('nonce'),
    },
    now,
  );
  return sendBack(
    request,
    {
      code,
      ...(query.get('client_info') === '1' ? { client_info: clientInfo(tenant, account) } : {}),
      session_state: joined.id.slice(0, 22),
    },
    { 'set-cookie': sessionCookie(state, joined.id) },
  );
}
