import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';

/** Key and certificate chain in PEM of a receiver that speaks TLS. */
export interface SinkTls {
  key: string;
  cert: string;
}

/** How the sink treats a request. `cut` takes it and drops the connection; `hang` never answers. */
export type HttpFault =
  | { kind: 'status'; status: number; body?: string; retryAfter?: string }
  | { kind: 'delay'; ms: number }
  | { kind: 'hang' }
  | { kind: 'cut' }
  | { kind: 'redirect'; to: string }
  | { kind: 'endless' };

export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** Exactly as it came. */
  body: string;
  json: unknown;
  fault: HttpFault | null;
  at: Date;
}

/** A receiver of webhooks on loopback. */
export interface HttpSink {
  /** `http://127.0.0.1:<port>`, or `https://` with a certificate */
  url: string;
  /** In the order in which they were received whole. */
  requests: ReceivedRequest[];
  /** Faults of the next requests, one each; then that of `always`. */
  next: HttpFault[];
  always: HttpFault | null;
  stop(): Promise<void>;
}

function answer(response: ServerResponse, fault: HttpFault | null): void {
  const ok = (): void => void response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
  switch (fault?.kind) {
    case undefined:
      return ok();
    case 'status':
      response.writeHead(fault.status, fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }).end(fault.body ?? '');
      return;
    case 'delay':
      setTimeout(ok, fault.ms).unref();
      return;
    case 'redirect':
      response.writeHead(307, { location: fault.to }).end();
      return;
    case 'cut':
      response.destroy();
      return;
    case 'endless':
      return pour(response);
    case 'hang':
      return;
  }
}

/** An answer that does not end. */
function pour(response: ServerResponse): void {
  const chunk = Buffer.alloc(16_384, 'x');
  response.writeHead(500);
  const write = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', write);
  write();
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

export interface HttpSinkOptions {
  port?: number;
  tls?: SinkTls;
  /** told of each request, for a log */
  onRequest?: (request: ReceivedRequest) => void;
}

export async function startHttpSink(options: HttpSinkOptions = {}): Promise<HttpSink> {
  const requests: ReceivedRequest[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const { method = '', url: path = '', headers } = request;
      const fault = sink.next.shift() ?? sink.always;
      const received = { method, path, headers, body, json: parsed(body), fault, at: new Date() };
      requests.push(received);
      options.onRequest?.(received);
      answer(response, fault);
    });
  };
  const server = options.tls ? createSecureServer(options.tls, listener) : createServer(listener);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The sink has no port');
  const sink: HttpSink = {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${address.port}`,
    requests,
    next: [],
    always: null,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return sink;
}
