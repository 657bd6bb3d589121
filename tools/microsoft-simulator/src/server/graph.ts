/** Lists of audit records from Graph v1.0 and beta. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { authorizeGraph, permissionProblem } from './graph-auth';
import { graphError } from './graph-errors';
import { parseFilter } from './graph-filter';
import type { Log } from './graph-logs';
import { readPage, type Cursor } from './listing';
import { listReply, type Reply } from './reply';
import type { Call, State } from './state';

const maxPage = 1000;
const day = 86_400_000;

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
  const authorized = authorizeGraph(state, call);
  if ('reply' in authorized) return authorized.reply;
  const problem = permissionProblem(state, log, authorized);
  if (problem) return problem;
  const query = readQuery(state, log, call.url.searchParams);
  if ('status' in query) return query;
  const kind =
    version === 'beta' && log.stream === 'signin'
      ? takeEventTypes(call.url.searchParams.get('$filter'))
      : { filter: call.url.searchParams.get('$filter'), kind: INTERACTIVE };
  const parsed = parseFilter(kind.filter, log.fields);
  if (!parsed.ok) return graphError(state, 400, 'BadRequest', parsed.message);
  const now = state.clock.now();
  const filter = { ...parsed.filter, from: Math.max(parsed.filter.from, now - log.retentionDays * day) };
  const { dataset } = authorized.tenant;
  const twins = kind.kind === 'nonInteractiveUser';
  const page =
    twins || kind.kind === INTERACTIVE
      ? readPage({ dataset, stream: log.stream, filter, now, newestFirst: query.newestFirst, cursor: query.cursor, limit: query.top })
      : { records: [], next: null };
  const next = page.next ? `,"@odata.nextLink":${JSON.stringify(nextLink(state, call, version, log, page.next))}` : '';
  const head = `{"@odata.context":${JSON.stringify(`${state.urls.graphUrl}/${version}/$metadata#${log.path}`)}${next},"value":[`;
  const requestId = randomUUID();
  return listReply(
    head,
    page.records.map(({ body }) => JSON.stringify(twins ? nonInteractiveTwin(body) : body)),
    ']}',
    {
      'content-type': 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
      'odata-version': '4.0',
      'request-id': requestId,
      'client-request-id': call.headers['client-request-id'] ?? requestId,
    },
  );
}

const INTERACTIVE = 'interactiveUser';

/** Only beta knows `signInEventTypes`. The simulator has interactive sign-ins and a silent renewal for each; other kinds are empty lists. */
function takeEventTypes(filter: string | null): { filter: string | null; kind: string } {
  const clause = /\s*(?:and\s+)?\(?signInEventTypes\/any\(\s*t\s*:\s*t\s+eq\s+'(\w+)'\s*\)\)?(?:\s+and)?\s*/i.exec(filter ?? '');
  if (!filter || !clause) return { filter, kind: INTERACTIVE };
  const rest = filter
    .replace(clause[0], ' and ')
    .replace(/^ and | and $/g, '')
    .trim();
  return { filter: rest || null, kind: clause[1] ?? INTERACTIVE };
}

/** The silent renewal that follows a sign-in: a record of its own in the log of non-interactive sign-ins. */
const nonInteractiveTwin = (body: Record<string, unknown>): Record<string, unknown> => ({
  ...body,
  id: `${String(body.id).slice(0, -4)}beef`,
  isInteractive: false,
  signInEventTypes: ['nonInteractiveUser'],
});

function nextLink(state: State, call: Call, version: string, log: Log, cursor: Cursor): string {
  const params = new URLSearchParams(call.url.searchParams);
  params.set('$skiptoken', skipToken(cursor, state.clock.now()));
  return `${state.urls.graphUrl}/${version}/${log.path}?${params.toString()}`;
}
