import { serialize } from 'bson';
import { connect } from 'node:net';
import { encodeMessage } from './gateway/wire';

/** True when a server on this port of 127.0.0.1 answers MongoDB's hello. */
export function engineHello(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.setTimeout(1_000);
    const end = (ready: boolean): void => {
      socket.destroy();
      resolve(ready);
    };
    socket.on('connect', () => socket.write(encodeMessage(1, Buffer.from(serialize({ hello: 1, $db: 'admin' })))));
    socket.on('data', () => end(true));
    socket.on('error', () => end(false));
    socket.on('timeout', () => end(false));
  });
}
