import type { Call, State } from '../state';

const name = 'ESTSAUTH';

export const readSessionId = (call: Call): string | undefined =>
  new RegExp(`(?:^|;\\s*)${name}=([^;]+)`).exec(call.headers['cookie'] ?? '')?.[1];

/** Cookie that keeps a browser signed in; an empty id takes it away. Over plain HTTP it cannot be sent to frames. */
export function sessionCookie(state: State, id: string): string {
  const crossSite = state.urls.loginUrl.startsWith('https:') ? 'Secure; SameSite=None' : 'SameSite=Lax';
  return `${name}=${id}; Path=/; HttpOnly; ${crossSite}${id === '' ? '; Max-Age=0' : ''}`;
}
