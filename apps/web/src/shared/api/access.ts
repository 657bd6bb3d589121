import { tenantHeader } from './tenant';

/** How requests prove who makes them. Without sign-in they prove nothing, and nothing needs to. */
export interface Access {
  /** Headers of a request. @throws SessionEndedError */
  headers(): Promise<Record<string, string>>;
  /** After a 401: true when there is a new credential to try once more with. @throws SessionEndedError */
  renew(): Promise<boolean>;
  /** The API refused what was renewed. */
  refused(): void;
}

/** Nobody is signed in any more; the screen that says so is on its way. */
export class SessionEndedError extends Error {
  constructor() {
    super('Your session has ended. Sign in again.');
    this.name = 'SessionEndedError';
  }
}

let current: Access | null = null;

/** From now on all requests carry what `access` gives. */
export function installAccess(access: Access): void {
  current = access;
}
/** True when people sign in to this installation. */
export const isSignInOn = (): boolean => current !== null;
/** What every request carries: the credential, and which tenant it is about (see {@link tenantHeader}). @throws SessionEndedError */
export const accessHeaders = async (tenant?: string | null): Promise<Record<string, string>> => ({
  ...tenantHeader(tenant),
  ...(await current?.headers()),
});

/** `fetch` of the API with the credential; one that was refused is renewed once. */
export async function fetchApi(
  path: string,
  init: RequestInit & { headers: Record<string, string> },
  tenant?: string | null,
): Promise<Response> {
  const send = async () => fetch(path, { ...init, headers: { ...init.headers, ...(await accessHeaders(tenant)) } });
  const response = await send();
  if (response.status !== 401 || !current) return response;
  if (!(await current.renew())) return response;
  const second = await send();
  if (second.status === 401) current.refused();
  return second;
}
