import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/** A receiver of forwarded events that now and then refuses or loses its answer. */
export interface SiemSink {
  url: string;
  /** How often each dedupe key was accepted. */
  received: ReadonlyMap<string, number>;
  /** From now on everything is accepted. */
  behave(): void;
  stop(): Promise<void>;
}

function keysOf(body: string): string[] {
  return body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const event: unknown = JSON.parse(line);
      if (typeof event !== 'object' || event === null || !('dedupe_key' in event)) throw new Error(`not an event: ${line.slice(0, 200)}`);
      return String(event.dedupe_key);
    });
}

/** @param random decides which batches are refused (one in ten) or accepted without an answer (one in twenty) */
export async function startSiemSink(random: () => number): Promise<SiemSink> {
  const received = new Map<string, number>();
  let faulty = true;
  const server = createServer((request, response) => {
    void text(request).then(
      (body) => {
        if (faulty && random() < 0.1) return void response.writeHead(503).end();
        for (const key of keysOf(body)) received.set(key, (received.get(key) ?? 0) + 1);
        if (faulty && random() < 0.05) return void request.socket.destroy();
        response.writeHead(204).end();
      },
      // The worker was killed while it sent.
      () => request.socket.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the sink has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    received,
    behave: () => void (faulty = false),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
