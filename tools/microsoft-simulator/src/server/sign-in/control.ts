/** Control of sign-in over HTTP: life-times, sessions, signing keys. */
import { z } from 'zod';
import { emptyReply, jsonReply, safeJson, type Reply } from '../reply';
import type { Call, State } from '../state';
import { lifetimesSchema } from './sessions';

const lifetimeChangeSchema = lifetimesSchema.partial();
const revokeSchema = z.strictObject({ tenant: z.string().optional(), upn: z.string().optional() });

/** GET and PATCH `/_control/sign-in` for life-times; POST `/_control/sign-in/revoke` ends sessions and refresh tokens. */
export function signIn(state: State, call: Call, action: string | undefined): Reply {
  const body = call.body === '' ? {} : safeJson(call.body);
  if (action === 'revoke' && call.method === 'POST') {
    const parsed = revokeSchema.safeParse(body);
    if (!parsed.success) return jsonReply(400, { error: z.prettifyError(parsed.error) });
    state.sessions.revoke(parsed.data.tenant, parsed.data.upn);
    return emptyReply(204);
  }
  if (action !== undefined) return jsonReply(404, { error: 'Known: sign-in, sign-in/revoke.' });
  if (call.method === 'PATCH') {
    const parsed = lifetimeChangeSchema.safeParse(body);
    if (!parsed.success) return jsonReply(400, { error: z.prettifyError(parsed.error) });
    Object.assign(state.sessions.lifetimes, parsed.data);
  }
  return jsonReply(200, state.sessions.lifetimes);
}

/** GET lists the published keys, the last one signs; POST adds one that signs from now on; DELETE takes the others away. */
export function keys(state: State, call: Call): Reply {
  if (call.method === 'POST') state.tokens.rotate();
  if (call.method === 'DELETE') state.tokens.retire();
  return jsonReply(200, { kids: state.tokens.kids() });
}
