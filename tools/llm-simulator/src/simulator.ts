import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { answer, sendError } from './answer';
import { chatRequestSchema, type ChatRequest } from './chat-request';
import { dutiful } from './models';
import type { Reply } from './reply';

/** Chooses a reply, or leaves the request to the next rule. */
export type Rule = (request: ChatRequest) => Reply | null;

export interface ReceivedRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingHttpHeaders;
  /** Exactly as it came. */
  body: string;
  /** Null when the body is no chat request. */
  chat: ChatRequest | null;
  at: Date;
}

/** An OpenAI-compatible server on loopback, in the forms of OpenAI (`/v1/...`) and of Azure (`/openai/deployments/...?api-version=`). */
export interface LlmSimulator {
  /** Base URL in the form of OpenAI: `http://127.0.0.1:<port>/v1` */
  url: string;
  /** Base URL in the form of Azure: `http://127.0.0.1:<port>/openai` */
  azureUrl: string;
  /** All requests in the order in which they were received whole. */
  requests: ReceivedRequest[];
  /** Replies to the next chat requests, one each. */
  next: Reply[];
  /** Asked when `next` is empty; the first that answers counts, and a dutiful model where none does. */
  rules: Rule[];
  /** Forgets requests, replies and rules. */
  reset(): void;
  stop(): Promise<void>;
}

export interface SimulatorOptions {
  port?: number;
  /** The key that callers must show; without it every key, and none, is taken. */
  key?: string;
  models?: readonly string[];
  /** Told of each request, for a log. */
  onRequest?: (request: ReceivedRequest) => void;
}

const AZURE_CHAT = /^\/openai\/deployments\/[^/]+\/chat\/completions$/;
const CHAT = /^(?:\/v1)?\/chat\/completions$/;
const MODELS = /^(?:\/v1|\/openai)?\/models$/;

function chatOf(body: string): ChatRequest | null {
  try {
    return chatRequestSchema.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
}

/** The key of a request in the header that its form demands; empty without one. */
function keyOf(azure: boolean, headers: IncomingHttpHeaders): string {
  if (azure) return [headers['api-key']].flat()[0] ?? '';
  return headers.authorization?.replace(/^Bearer /, '') ?? '';
}

function route(simulator: LlmSimulator, options: SimulatorOptions, request: ReceivedRequest, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.path, 'http://simulator');
  const azure = AZURE_CHAT.test(pathname) || pathname === '/openai/models';
  if (options.key !== undefined && keyOf(azure, request.headers) !== options.key)
    return sendError(response, 401, `Incorrect API key provided: ${keyOf(azure, request.headers)}`);
  if (azure && !searchParams.get('api-version')) return sendError(response, 404, 'Resource not found: api-version is missing');
  if (request.method === 'GET' && MODELS.test(pathname)) {
    const data = (options.models ?? ['simulated']).map((id) => ({ id, object: 'model', created: 0, owned_by: 'simulator' }));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ object: 'list', data }));
    return;
  }
  if (request.method !== 'POST' || !(azure || CHAT.test(pathname))) return sendError(response, 404, 'No such endpoint');
  const { chat } = request;
  if (chat === null) return sendError(response, 400, 'The body is no chat completion request');
  const reply = simulator.next.shift() ?? firstOf(simulator.rules, chat) ?? dutiful(chat);
  answer(response, chat, reply).catch(() => response.destroy());
}

function firstOf(rules: readonly Rule[], chat: ChatRequest): Reply | null {
  for (const rule of rules) {
    const reply = rule(chat);
    if (reply !== null) return reply;
  }
  return null;
}

async function received(request: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks).toString('utf8');
  const { method = '', url: path = '', headers } = request;
  return { method, path, headers, body, chat: chatOf(body), at: new Date() };
}

export async function startLlmSimulator(options: SimulatorOptions = {}): Promise<LlmSimulator> {
  const server = createServer((message, response) => {
    received(message).then(
      (request) => {
        simulator.requests.push(request);
        options.onRequest?.(request);
        route(simulator, options, request, response);
      },
      () => response.destroy(),
    );
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The simulator has no port');
  const origin = `http://127.0.0.1:${address.port}`;
  const simulator: LlmSimulator = {
    url: `${origin}/v1`,
    azureUrl: `${origin}/openai`,
    requests: [],
    next: [],
    rules: [],
    reset() {
      simulator.requests.length = simulator.next.length = simulator.rules.length = 0;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return simulator;
}
