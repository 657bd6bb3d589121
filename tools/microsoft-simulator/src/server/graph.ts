/** Microsoft Graph v1.0 and beta: audit logs, sign-ins, Intune audit events, directory objects. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { GraphStream } from '../model';
import { parseFilter, type LogFields } from './graph-filter';
import { audienceOf } from './identity';
import { readPage, type Cursor } from './listing';
import { jsonReply, listReply, type Reply } from './reply';
import type { Call, State } from './state';
import type { Tenant } from './tenant';

const maxPage = 1000;
const day = 86_400_000;

interface Log {
  stream: GraphStream;
  path: string;
  fields: LogFields;
  permission: string;
  retentionDays: number;
  orderable: boolean;
}

export const logs: readonly Log[] = [
  {
    stream: 'directory',
    path: 'auditLogs/directoryAudits',
    fields: {
      time: 'activityDateTime',
      type: 'microsoft.graph.directoryAudit',
      equal: [
        'id',
        'category',
        'correlationId',
        'result',
        'activityDisplayName',
        'loggedByService',
        'operationType',
        'initiatedBy/user/id',
        'initiatedBy/user/displayName',
        'initiatedBy/user/userPrincipalName',
        'initiatedBy/app/appId',
        'initiatedBy/app/displayName',
      ],
      startsWith: ['activityDisplayName', 'initiatedBy/user/userPrincipalName', 'initiatedBy/app/displayName'],
    },
    permission: 'AuditLog.Read.All',
    retentionDays: 30,
    orderable: true,
  },
  {
    stream: 'signin',
    path: 'auditLogs/signIns',
    fields: {
      time: 'createdDateTime',
      type: 'microsoft.graph.signIn',
      equal: [
        'id',
        'userId',
        'userPrincipalName',
        'userDisplayName',
        'appId',
        'appDisplayName',
        'ipAddress',
        'correlationId',
        'clientAppUsed',
        'conditionalAccessStatus',
        'resourceDisplayName',
        'riskLevelDuringSignIn',
        'riskState',
        'status/errorCode',
        'location/countryOrRegion',
        'location/city',
        'deviceDetail/operatingSystem',
      ],
      startsWith: ['userPrincipalName', 'userDisplayName', 'appDisplayName', 'ipAddress', 'location/city'],
    },
    permission: 'AuditLog.Read.All',
    retentionDays: 30,
    orderable: true,
  },
  {
    stream: 'intune',
    path: 'deviceManagement/auditEvents',
    fields: {
      time: 'activityDateTime',
      type: 'microsoft.graph.auditEvent',
      equal: [
        'id',
        'category',
        'activityType',
        'activityOperationType',
        'activityResult',
        'componentName',
        'actor/userPrincipalName',
        'displayName',
      ],
      startsWith: [],
    },
    permission: 'DeviceManagementApps.Read.All',
    retentionDays: 365,
    orderable: true,
  },
];

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

const tokenProblems = {
  missing: 'Access token is empty.',
  malformed: 'CompactToken parsing failed with error code: 80049217',
  signature: 'Access token validation failure. Invalid signature.',
  expired: 'Lifetime validation failed, the token is expired.',
} as const;

type Authorized = { tenant: Tenant; roles: string[] } | { reply: Reply };

function authorize(state: State, call: Call): Authorized {
  const check = state.tokens.check(call.headers['authorization'], state.clock.now());
  if (!check.ok) return { reply: graphUnauthorized(state, tokenProblems[check.problem]) };
  if (audienceOf(check.claims.aud, state) !== 'graph')
    return { reply: graphUnauthorized(state, 'Access token validation failure. Invalid audience.') };
  const tenant = state.tenants.get(check.claims.tid.toLowerCase());
  if (!tenant || tenant.removed)
    return { reply: graphUnauthorized(state, 'The identity of the calling application could not be established.') };
  return { tenant, roles: check.claims.roles.filter((role) => tenant.permissions.has(role)) };
}

function permissionProblem(state: State, log: Log, { tenant, roles }: { tenant: Tenant; roles: string[] }): Reply | undefined {
  if (!roles.includes(log.permission)) {
    if (log.stream !== 'intune')
      return graphError(
        state,
        403,
        'Authentication_MSGraphPermissionMissing',
        'The principal does not have required Microsoft Graph permission(s): AuditLog.Read.All to call this API. For more information about Microsoft Graph permissions, please visit https://learn.microsoft.com/graph/permissions-overview.',
      );
    return graphError(
      state,
      403,
      'Forbidden',
      JSON.stringify({
        _version: 3,
        Message: `Application is not authorized to perform this operation. Application must have one of the following scopes: DeviceManagementApps.Read.All, DeviceManagementApps.ReadWrite.All - Operation ID (for customer support): 00000000-0000-0000-0000-000000000000 - Activity ID: ${randomUUID()}`,
        CustomApiErrorPhrase: '',
        RetryAfter: null,
        ErrorSourceService: '',
        HttpHeaders: '{}',
      }),
    );
  }
  if (log.stream === 'signin' && !tenant.premium)
    return graphError(
      state,
      403,
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      "Neither tenant is B2C or tenant doesn't have premium license",
    );
  return undefined;
}

const tokenSchema = z.object({ s: z.int(), p: z.int().nonnegative(), t: z.number() });

function readSkipToken(text: string | null): z.infer<typeof tokenSchema> | null | 'invalid' {
  if (text === null) return null;
  try {
    const parsed = tokenSchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return parsed.success ? parsed.data : 'invalid';
  } catch {
    return 'invalid';
  }
}

const skipToken = (cursor: Cursor, now: number): string =>
  Buffer.from(JSON.stringify({ s: cursor.slice, p: cursor.position, t: now })).toString('base64url');

interface Query {
  top: number;
  newestFirst: boolean;
  cursor: Cursor | null;
}

function readQuery(state: State, log: Log, query: URLSearchParams): Query | Reply {
  const bad = (message: string): Reply => graphError(state, 400, 'BadRequest', message);
  const top = Number(query.get('$top') ?? maxPage);
  if (!Number.isInteger(top) || top < 1 || top > maxPage)
    return bad(`Invalid page size specified: '${query.get('$top')}'. Must be between 1 and ${maxPage} inclusive.`);
  if (query.has('$skip'))
    return bad(
      "Query option 'Skip' is not allowed. To allow it, set the 'AllowedQueryOptions' property on EnableQueryAttribute or QueryValidationSettings.",
    );
  const order = query.get('$orderby')?.trim().split(/\s+/) ?? [log.fields.time, 'desc'];
  if (order[0] !== log.fields.time || !['asc', 'desc', undefined].includes(order[1]?.toLowerCase()))
    return bad(`The OrderBy clause '${query.get('$orderby')}' is not supported.`);
  const token = readSkipToken(query.get('$skiptoken'));
  if (token === 'invalid') return bad('Skip token is not valid.');
  if (token && state.clock.now() - token.t > state.behaviour.nextLinkSeconds * 1000)
    return bad('Skip token is expired. Please start a new query.');
  return { top, newestFirst: order[1]?.toLowerCase() === 'desc', cursor: token ? { slice: token.s, position: token.p } : null };
}

/** GET on one of the logs. */
export function listLog(state: State, call: Call, log: Log, version: string): Reply {
  const authorized = authorize(state, call);
  if ('reply' in authorized) return authorized.reply;
  const problem = permissionProblem(state, log, authorized);
  if (problem) return problem;
  const query = readQuery(state, log, call.url.searchParams);
  if ('status' in query) return query;
  const kind =
    version === 'beta' && log.stream === 'signin'
      ? takeEventTypes(call.url.searchParams.get('$filter'))
      : { filter: call.url.searchParams.get('$filter'), interactive: true };
  const parsed = parseFilter(kind.filter, log.fields);
  if (!parsed.ok) return graphError(state, 400, 'BadRequest', parsed.message);
  const now = state.clock.now();
  const filter = { ...parsed.filter, from: Math.max(parsed.filter.from, now - log.retentionDays * day) };
  const { dataset } = authorized.tenant;
  const page = kind.interactive
    ? readPage({ dataset, stream: log.stream, filter, now, newestFirst: query.newestFirst, cursor: query.cursor, limit: query.top })
    : { records: [], next: null };
  const next = page.next ? `,"@odata.nextLink":${JSON.stringify(nextLink(state, call, version, log, page.next))}` : '';
  const head = `{"@odata.context":${JSON.stringify(`${state.urls.graphUrl}/${version}/$metadata#${log.path}`)}${next},"value":[`;
  const requestId = randomUUID();
  return listReply(
    head,
    page.records.map((record) => JSON.stringify(record.body)),
    ']}',
    {
      'content-type': 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
      'odata-version': '4.0',
      'request-id': requestId,
      'client-request-id': call.headers['client-request-id'] ?? requestId,
    },
  );
}

/** Only beta knows `signInEventTypes`; the simulator has interactive sign-ins, and says so with an empty list for the other kinds. */
function takeEventTypes(filter: string | null): { filter: string | null; interactive: boolean } {
  const clause = /\s*(?:and\s+)?\(?signInEventTypes\/any\(\s*t\s*:\s*t\s+eq\s+'(\w+)'\s*\)\)?(?:\s+and)?\s*/i.exec(filter ?? '');
  if (!filter || !clause) return { filter, interactive: true };
  const rest = filter
    .replace(clause[0], ' and ')
    .replace(/^ and | and $/g, '')
    .trim();
  return { filter: rest || null, interactive: clause[1] === 'interactiveUser' };
}

function nextLink(state: State, call: Call, version: string, log: Log, cursor: Cursor): string {
  const params = new URLSearchParams(call.url.searchParams);
  params.set('$skiptoken', skipToken(cursor, state.clock.now()));
  return `${state.urls.graphUrl}/${version}/${log.path}?${params.toString()}`;
}

const idsSchema = z.object({ ids: z.array(z.string()), types: z.array(z.string()).optional() });

/** POST /directoryObjects/getByIds and GET /users/{id} and its relatives. */
export function directoryObjects(state: State, call: Call, version: string, object: { id: string } | null): Reply {
  const authorized = authorize(state, call);
  if ('reply' in authorized) return authorized.reply;
  if (!authorized.roles.includes('Directory.Read.All'))
    return graphError(state, 403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  const { dataset } = authorized.tenant;
  if (object) {
    const found = dataset.findObject(object.id);
    if (found)
      return jsonReply(
        200,
        { '@odata.context': `${state.urls.graphUrl}/${version}/$metadata#users/$entity`, ...found.body },
        { 'request-id': randomUUID() },
      );
    return graphError(
      state,
      404,
      'Request_ResourceNotFound',
      `Resource '${object.id}' does not exist or one of its queried reference-property objects are not present.`,
    );
  }
  const body = idsSchema.safeParse(safeJson(call.body));
  if (!body.success)
    return graphError(
      state,
      400,
      'Request_BadRequest',
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  if (body.data.ids.length > maxPage)
    return graphError(
      state,
      400,
      'Request_BadRequest',
      `Too many items in the 'ids' collection. The maximum number of items is ${maxPage}.`,
    );
  const wanted = body.data.types?.map((type) => type.toLowerCase());
  const found = body.data.ids
    .flatMap((id) => dataset.findObject(id) ?? [])
    .filter((entry) => !wanted?.length || wanted.includes('directoryobject') || wanted.includes(entry.type.toLowerCase()));
  return jsonReply(
    200,
    { '@odata.context': `${state.urls.graphUrl}/${version}/$metadata#directoryObjects`, value: found.map((entry) => entry.body) },
    { 'request-id': randomUUID() },
  );
}

export function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
