import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A TCP proxy to a service on loopback that can be cut (refuses and resets) and frozen (accepts, and says nothing). */
export interface CuttableProxy {
  port: number;
  set(state: 'open' | 'cut' | 'frozen'): void;
  stop(): Promise<void>;
}

export async function cuttableProxy(targetPort: number): Promise<CuttableProxy> {
  let state: 'open' | 'cut' | 'frozen' = 'open';
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    return socket;
  };
  const pass = (from: Socket, to: Socket): void => {
    // What comes while frozen is lost, as on a line that is down.
    from.on('data', (chunk: Buffer) => void (state === 'open' && to.write(chunk)));
    from.on('close', () => to.destroy());
  };
  const server = createServer((incoming) => {
    keep(incoming);
    if (state === 'cut') {
      incoming.resetAndDestroy();
      return;
    }
    const outgoing = keep(connect(targetPort, '127.0.0.1'));
    pass(incoming, outgoing);
    pass(outgoing, incoming);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const destroyAll = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    port: address.port,
    set(next) {
      // Connections that lost bytes while frozen cannot go on.
      if (next === 'cut' || state === 'frozen') destroyAll();
      state = next;
    },
    async stop() {
      destroyAll();
      server.close();
      await once(server, 'close');
    },
  };
}
