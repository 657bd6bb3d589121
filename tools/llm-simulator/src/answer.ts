import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatRequest } from './chat-request';
import type { Reply } from './reply';
import { streamedChunks, wholeBody, type Completion } from './wire';

const PIECE = 12;
const completion = (text: string, finish: Completion['finish'] = 'stop'): Completion => ({ text, calls: [], finish });

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** An error in the form of the protocol. */
export const sendError = (response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void =>
  sendJson(response, status, { error: { message, type: 'simulated_error', param: null, code: null } }, headers);

interface Pace {
  pieceCharacters?: number;
  firstMs?: number;
  pieceMs?: number;
  /** Stop after this share of the pieces: `cut` breaks the connection, `unfinished` ends it. */
  stop?: 'cut' | 'unfinished';
}

async function stream(response: ServerResponse, request: ChatRequest, answer: Completion, pace: Pace): Promise<void> {
  await sleep(pace.firstMs ?? 0);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const pieces = [...streamedChunks(request, answer, pace.pieceCharacters ?? PIECE)];
  const last = pace.stop === undefined ? pieces.length : Math.ceil(pieces.length / 2);
  for (const piece of pieces.slice(0, last)) {
    if (response.destroyed) return;
    if (!response.write(`data: ${JSON.stringify(piece)}\n\n`)) await Promise.race([drained(response), sleep(1000)]);
    if (pace.pieceMs !== undefined) await sleep(pace.pieceMs);
  }
  if (pace.stop === 'cut') {
    // What was written must have left before the connection breaks.
    await sleep(20);
    response.destroy();
  } else response.end(pace.stop === undefined ? 'data: [DONE]\n\n' : '');
}

const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => response.once('drain', resolve).once('close', resolve));

async function send(response: ServerResponse, request: ChatRequest, answer: Completion, pace: Pace = {}): Promise<void> {
  if (request.stream) return stream(response, request, answer, pace);
  await sleep((pace.firstMs ?? 0) + (pace.pieceMs ?? 0) * Math.ceil(answer.text.length / (pace.pieceCharacters ?? PIECE)));
  const body = JSON.stringify(wholeBody(request, answer));
  if (pace.stop === undefined) return sendJson(response, 200, body);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.write(body.slice(0, body.length / 2));
  await sleep(20);
  response.destroy();
}

/** Text that is not JSON where JSON is expected, in the form that was asked for. */
function sendText(response: ServerResponse, request: ChatRequest, text: string): void {
  if (!request.stream) return sendJson(response, 200, text);
  response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`data: ${text}\n\ndata: [DONE]\n\n`);
}

/** Answers a request as the reply says. */
export async function answer(response: ServerResponse, request: ChatRequest, reply: Reply): Promise<void> {
  switch (reply.kind) {
    case 'text':
      return send(response, request, completion(reply.text), reply);
    case 'tools':
      return send(response, request, { text: reply.text ?? '', calls: reply.calls, finish: 'tool_calls' });
    case 'status': {
      const headers: Record<string, string> = reply.retryAfter === undefined ? {} : { 'retry-after': reply.retryAfter };
      if (reply.body !== undefined) return sendJson(response, reply.status, reply.body, headers);
      return sendError(response, reply.status, `simulated ${reply.status}`, headers);
    }
    case 'redirect':
      response.writeHead(307, { location: reply.to }).end();
      return;
    case 'malformed':
      return sendText(response, request, '{"choices":[{"delta":{"content":"secret of the service');
    case 'nonsense':
      return sendText(response, request, '{"weather":"fine"}');
    case 'whole':
      return sendJson(response, 200, wholeBody(request, completion(reply.text)));
    case 'stream-error':
      return sendText(response, request, JSON.stringify({ error: { message: reply.message, type: 'server_error', code: null } }));
    case 'cut':
    case 'unfinished':
      return send(response, request, completion(reply.text), { stop: reply.kind });
    case 'empty':
      return send(response, request, completion(''));
    case 'huge':
      return send(response, request, completion('word '.repeat(Math.ceil(reply.characters / 5))), { pieceCharacters: 20_000 });
    case 'length':
      return send(response, request, completion(reply.text, 'length'));
    case 'filtered':
      return send(response, request, completion('', 'content_filter'));
    case 'hang':
      return;
  }
}
