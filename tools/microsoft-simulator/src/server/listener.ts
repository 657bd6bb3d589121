/** Takes one HTTP request from the socket to the journal: route, strike faults, answer, send. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { once } from 'node:events';
import { replace, spoil, toBytes } from './fault-effects';
import type { Fault } from './faults';
import { Enlarger } from './huge';
import { emptyReply, type Reply } from './reply';
import { route } from './routes';
import type { Call, State } from './state';

const maxBody = 4 * 1024 * 1024;

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > maxBody) return undefined;
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

const flatHeaders = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );

async function writeLines(response: ServerResponse, lines: Iterable<string>): Promise<void> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < 65_536) continue;
    if (!response.write(chunk)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    chunk = '';
    if (response.destroyed) return;
  }
  response.end(chunk);
}

async function send(state: State, response: ServerResponse, reply: Reply, faults: readonly Fault[]): Promise<'sent' | 'aborted'> {
  const skew = faults.find((fault) => fault.kind === 'clock-skew')?.seconds ?? 0;
  const bytes = reply.lines ? undefined : toBytes(reply, faults);
  response.sendDate = false;
  response.writeHead(reply.status, {
    ...reply.headers,
    date: new Date(state.clock.now() + skew * 1000).toUTCString(),
    ...(bytes ? { 'content-length': String(bytes.length) } : {}),
  });
  if (reply.lines) await writeLines(response, reply.lines);
  const cut = faults.find((fault) => fault.kind === 'cut');
  if (bytes && cut) {
    // Wait until the first part has left, so that the client really sees the headers and half a body.
    await new Promise<void>((done) => response.write(bytes.subarray(0, Math.floor(bytes.length * (cut.at ?? 0.5))), () => done()));
    response.destroy();
    return 'aborted';
  }
  if (bytes) response.end(bytes);
  return 'sent';
}

const sleep = (ms: number): Promise<void> => new Promise((done) => void setTimeout(done, ms).unref());

interface Memory {
  /** Last good list per tenant and endpoint: what `duplicate-page` repeats. */
  lists: Map<string, Reply>;
  enlarger: Enlarger;
}

async function answer(state: State, memory: Memory, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', state.urls.url);
  const found = route(url.pathname);
  const body = await readBody(request);
  const call: Call = { method: request.method ?? 'GET', url, headers: flatHeaders(request), body: body ?? '', endpoint: found.endpoint };
  if (body === undefined) return void (await send(state, response, emptyReply(413), []));
  if (found.endpoint === 'control') return void (await send(state, response, await found.handle(state, call), []));
  const tenant = (found.tenant ?? state.tokens.tenantOf(call.headers['authorization']) ?? '').toLowerCase();
  const faults = state.faults.strike({
    tenant,
    endpoint: found.endpoint,
    next: url.searchParams.has('$skiptoken') || url.searchParams.has('nextPage'),
  });
  for (const fault of faults) state.journal.noteFault(fault.kind);
  const slow = faults.find((fault) => fault.kind === 'slow');
  if (slow) await sleep(slow.delayMs ?? 2000);
  // Never answered: the socket stays open until the client or `stop()` closes it.
  if (faults.some((fault) => fault.kind === 'timeout')) return state.journal.note(tenant, found.endpoint, 'no answer', 0);
  const instead = faults.map((fault) => replace(state, call, fault, tenant)).find((reply) => reply !== undefined);
  let reply = instead ?? (await found.handle(state, call));
  const key = `${tenant}/${found.endpoint}`;
  const previous = memory.lists.get(key);
  if (reply.list && faults.length > 0) for (const fault of faults) reply = spoil(reply, fault, previous);
  else if (faults.some((fault) => fault.kind === 'wrong-content-type'))
    reply = { ...reply, headers: { ...reply.headers, 'content-type': 'text/html' } };
  if (reply.list && state.faults.list().some((fault) => fault.kind === 'duplicate-page')) memory.lists.set(key, reply);
  const whole = memory.enlarger.apply(reply, { address: `${url.pathname}${url.search}`, endpoint: key }, faults, state.faults.list());
  const sent = await send(state, response, whole, faults);
  state.journal.note(tenant, found.endpoint, sent === 'aborted' ? 'aborted' : reply.status, reply.list?.items.length ?? 0);
}

/** A listener for `http.createServer`, and equally for an HTTPS server. */
export function createListener(state: State): RequestListener {
  const memory: Memory = { lists: new Map(), enlarger: new Enlarger() };
  return (request, response) => {
    response.on('error', () => response.destroy());
    answer(state, memory, request, response).catch((error: unknown) => {
      // A client that goes away in mid request is no failure of the simulator.
      if (request.destroyed || response.destroyed) return;
      process.stderr.write(`simulator: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  };
}
