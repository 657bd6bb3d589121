import { once } from 'node:events';
import { connect } from 'node:net';

/**
 * Sends bytes over a connection of its own and gives all that comes back until the server ends it, or until `idleMs` pass without
 * anything new.
 */
export async function rawRequest(url: string, parts: Iterable<string | Buffer>, idleMs = 1500): Promise<string> {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  const chunks: Buffer[] = [];
  let closed = false;
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A reset after the answer is how an early answer ends.
  socket.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => {
    socket.once('close', () => {
      closed = true;
      resolve();
    });
  });
  socket.setTimeout(idleMs, () => socket.destroy());
  await once(socket, 'connect');
  for (const part of parts) {
    if (closed || chunks.length > 0) break;
    if (!socket.write(part)) await Promise.race([once(socket, 'drain').catch(() => undefined), ended]);
  }
  await ended;
  return Buffer.concat(chunks).toString('utf8');
}
