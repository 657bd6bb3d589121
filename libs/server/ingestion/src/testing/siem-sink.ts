import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

/** How a sink answers one request. `cut` takes the batch and drops the connection; `slow` never answers. */
export type SinkAnswer = 'ok' | 'refuse' | 'cut' | 'slow' | 'redirect';

export interface SinkRequest {
  id: string;
  tenant: string;
  headers: IncomingHttpHeaders;
  /** Source ids of the events, in the order of the lines. */
  events: string[];
  body: string;
  answer: SinkAnswer;
}

/** A receiver of forwarded events on loopback. */
export interface SiemSink {
  url: string;
  requests: SinkRequest[];
  /** Answers of the next requests; `ok` when there is none. */
  answers: SinkAnswer[];
  stop(): Promise<void>;
}

function reply(response: ServerResponse, answer: SinkAnswer): void {
  if (answer === 'cut') response.destroy();
  else if (answer === 'refuse') response.writeHead(500).end('no');
  else if (answer === 'redirect') response.writeHead(307, { location: 'http://127.0.0.1:9/elsewhere' }).end();
  else if (answer === 'ok') response.writeHead(200).end('thanks');
}

export async function startSiemSink(): Promise<SiemSink> {
  const requests: SinkRequest[] = [];
  const answers: SinkAnswer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = answers.shift() ?? 'ok';
      const body = Buffer.concat(chunks).toString('utf8');
      const lines = body.split('\n').filter((line) => line !== '');
      const events = lines.map((line) => String(Reflect.get(JSON.parse(line), 'id')));
      const { headers } = request;
      requests.push({ id: String(headers['idempotency-key']), tenant: String(headers['x-aoc-tenant']), headers, events, body, answer });
      reply(response, answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The sink has no port');
  return {
    url: `http://127.0.0.1:${address.port}/ingest`,
    requests,
    answers,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
