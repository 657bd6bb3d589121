/** Graph's error answers. */
import { randomUUID } from 'node:crypto';
import { jsonReply, type Reply } from './reply';
import type { State } from './state';

export function graphError(state: State, status: number, code: string, message: string, headers: Record<string, string> = {}): Reply {
  const requestId = randomUUID();
  const date = new Date(state.clock.now()).toISOString().slice(0, 19);
  return jsonReply(
    status,
    { error: { code, message, innerError: { date, 'request-id': requestId, 'client-request-id': requestId } } },
    { 'request-id': requestId, 'client-request-id': requestId, ...headers },
  );
}

export function graphUnauthorized(state: State, message: string): Reply {
  const challenge = `Bearer realm="", authorization_uri="${state.urls.loginUrl}/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`;
  return graphError(state, 401, 'InvalidAuthenticationToken', message, { 'www-authenticate': challenge });
}
