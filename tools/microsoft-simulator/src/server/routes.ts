/** From a request's path to the endpoint's name and its handler. */
import { control } from './control-http';
import { listLog } from './graph';
import { graphError } from './graph-errors';
import { logs } from './graph-logs';
import { checkMemberGroups } from './graph-members';
import { directoryObjects } from './graph-objects';
import { discovery, signingKeys } from './discovery';
import { issueToken } from './identity';
import { management } from './management';
import { emptyReply, type Reply } from './reply';
import { authorize } from './sign-in/authorize';
import { logout } from './sign-in/logout';
import { tokenPreflight } from './sign-in/redeem';
import type { Call, State } from './state';

export interface Route {
  /** `login.token`, `graph.directoryAudits`, `management.content`, `control`, ... */
  endpoint: string;
  /** As named in the path; Graph has it in the token only. */
  tenant?: string;
  handle(state: State, call: Call): Reply | Promise<Reply>;
}

const methodNotAllowed = (): Reply => emptyReply(405);
const only =
  (method: string, handle: Route['handle']): Route['handle'] =>
  (state, call) =>
    call.method === method ? handle(state, call) : methodNotAllowed();

function personRoute(tenant: string, leaves: boolean): Route {
  if (leaves) return { endpoint: 'login.logout', tenant, handle: (state, call) => logout(state, call, tenant) };
  return {
    endpoint: 'login.authorize',
    tenant,
    handle: (state, call) => (['GET', 'POST'].includes(call.method) ? authorize(state, call, tenant) : methodNotAllowed()),
  };
}

function identityRoute(path: string): Route | undefined {
  const token = /^\/([^/]+)\/oauth2(?:\/v2\.0)?\/token$/.exec(path)?.[1];
  if (token)
    return {
      endpoint: 'login.token',
      tenant: token,
      handle: (state, call) =>
        call.method === 'OPTIONS' ? tokenPreflight(state, call, token) : only('POST', (s, c) => issueToken(s, c, token))(state, call),
    };
  const person = /^\/([^/]+)\/oauth2(?:\/v2\.0)?\/(authorize|logout)$/.exec(path);
  if (person?.[1]) return personRoute(person[1], person[2] === 'logout');
  const open = /^\/([^/]+)(\/v2\.0)?\/\.well-known\/openid-configuration$/.exec(path);
  if (open?.[1])
    return { endpoint: 'login.discovery', tenant: open[1], handle: (state) => discovery(state, open[1] ?? '', open[2] ? 'v2' : 'v1') };
  const keys = /^\/([^/]+)\/discovery(?:\/v2\.0)?\/keys$/.exec(path)?.[1];
  if (keys) return { endpoint: 'login.keys', tenant: keys, handle: signingKeys };
  return undefined;
}

function graphRoute(path: string): Route | undefined {
  const match = /^\/(v1\.0|beta)\/(.+?)\/?$/.exec(path);
  const [, version, rest] = match ?? [];
  if (!version || !rest) return undefined;
  const log = logs.find((candidate) => candidate.path.toLowerCase() === rest.toLowerCase());
  if (log)
    return { endpoint: `graph.${log.path.split('/')[1] ?? ''}`, handle: only('GET', (state, call) => listLog(state, call, log, version)) };
  if (/^directoryObjects\/(microsoft\.graph\.)?getByIds$/i.test(rest))
    return { endpoint: 'graph.getByIds', handle: only('POST', (state, call) => directoryObjects(state, call, version, null)) };
  const member = /^(?:users|directoryObjects)\/([^/]+)\/(?:microsoft\.graph\.)?checkMemberGroups$/i.exec(rest)?.[1];
  if (member) {
    const id = decodeURIComponent(member);
    return { endpoint: 'graph.checkMemberGroups', handle: only('POST', (state, call) => checkMemberGroups(state, call, version, id)) };
  }
  const object = /^(users|groups|servicePrincipals|applications|devices|directoryObjects|directoryRoles)\/([^/]+)$/i.exec(rest);
  if (object?.[2]) {
    const id = decodeURIComponent(object[2]);
    return { endpoint: `graph.${object[1] ?? ''}`, handle: only('GET', (state, call) => directoryObjects(state, call, version, { id })) };
  }
  return {
    endpoint: 'graph.other',
    handle: (state) => graphError(state, 400, 'BadRequest', `Resource not found for the segment '${rest.split('/')[0] ?? ''}'.`),
  };
}

function managementRoute(path: string): Route | undefined {
  const match = /^\/api\/v1\.0\/([^/]+)\/activity\/feed\/(.+?)\/?$/.exec(path);
  const [, tenant, operation] = match ?? [];
  if (!tenant || !operation) return undefined;
  const methods: Record<string, string> = {
    'subscriptions/start': 'POST',
    'subscriptions/stop': 'POST',
    'subscriptions/list': 'GET',
    'subscriptions/content': 'GET',
    'subscriptions/notifications': 'GET',
  };
  if (operation.startsWith('audit/'))
    return { endpoint: 'management.blob', tenant, handle: only('GET', (state, call) => management(state, call, tenant, operation)) };
  const method = methods[operation];
  if (!method) return { endpoint: 'management.other', tenant, handle: () => emptyReply(404) };
  return {
    endpoint: `management.${operation.split('/')[1] ?? ''}`,
    tenant,
    handle: only(method, (state, call) => management(state, call, tenant, operation)),
  };
}

/** Paths are understood with and without the prefix of their base URL, so that one origin can stand for all three hosts. */
export function route(pathname: string): Route {
  if (pathname.startsWith('/_control/')) return { endpoint: 'control', handle: control };
  const [, prefix, rest = '/'] = /^\/(login|graph|manage)(\/.*)?$/.exec(pathname) ?? [];
  const path = prefix ? rest : pathname;
  const found = managementRoute(path) ?? graphRoute(path) ?? identityRoute(path);
  return found ?? { endpoint: 'unknown', handle: () => emptyReply(404) };
}
