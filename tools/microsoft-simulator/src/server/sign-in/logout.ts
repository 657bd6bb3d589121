/** GET /{tenant}/oauth2/v2.0/logout: ends the browser's session. */
import { describeProblem, unknownTenant } from '../entra-error';
import { emptyReply, type Reply } from '../reply';
import type { Call, State } from '../state';
import { readSessionId, sessionCookie } from './cookie';
import { errorPage, signedOutPage } from './pages';

/** Refresh tokens outlive the session, as with Entra: they end by time or when an administrator revokes them. */
export function logout(state: State, call: Call, tenantName: string): Reply {
  const tenant = state.tenants.get(tenantName.toLowerCase());
  if (!tenant || tenant.removed) return errorPage(400, describeProblem(state, unknownTenant(tenantName)).error_description);
  const id = readSessionId(call);
  if (id) state.sessions.end(id);
  const headers = { 'set-cookie': sessionCookie(state, '') };
  const target = call.url.searchParams.get('post_logout_redirect_uri');
  if (!target || !tenant.registration.redirect_uris.includes(target)) return signedOutPage(headers);
  const url = new URL(target);
  const echoed = call.url.searchParams.get('state');
  if (echoed !== null) url.searchParams.set('state', echoed);
  return emptyReply(302, { ...headers, location: url.toString() });
}
