import { parseConfig } from '@aoc/server/config';
import { createLogger } from '@aoc/server/observability';
import { connectValkey, QueueClient } from '@aoc/server/queues';
import { testRedisUrl, waitFor } from '@aoc/testing';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { keepSchedules } from './schedules';

/** A way to the queue that can be closed and opened again at the same port. */
async function doorTo(url: string, port = 0): Promise<{ url: string; port: number; close(): Promise<void> }> {
  const { hostname, port: target } = new URL(url);
  const server: Server = createServer((socket) => {
    const upstream = connect(Number(target), hostname);
    socket.pipe(upstream).pipe(socket);
    for (const side of [socket, upstream]) side.on('error', () => side.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const used = typeof address === 'object' && address ? address.port : 0;
  const close = async (): Promise<void> => {
    server.close();
    await once(server, 'close');
  };
  return { url: `redis://127.0.0.1:${used}`, port: used, close };
}

describe('the schedules of the worker', () => {
  it('start while the queue is away, and are there once it is back, also when it has lost them', async () => {
    const prefix = `t_schedules_${randomBytes(4).toString('hex')}`;
    const shut = await doorTo(testRedisUrl());
    await shut.close();
    const valkey = connectValkey(shut.url, { failFast: true });
    const queue = new QueueClient(valkey, prefix);
    const stop = keepSchedules({ queue, valkey, config: parseConfig({}), logger: createLogger('test', 'silent') });

    const door = await doorTo(testRedisUrl(), shut.port);
    const direct = connectValkey(testRedisUrl());
    const observer = new QueueClient(direct, prefix);
    const schedules = async (): Promise<string[]> => (await observer.queues.maintenance.getJobSchedulers()).map(({ key }) => key).sort();
    await waitFor('the schedules', async () => (await schedules()).length === 2);
    expect(await schedules()).toEqual(['retention', 'schedule-fetches']);

    await observer.queues.maintenance.obliterate({ force: true });
    await waitFor('nothing', async () => (await schedules()).length === 0);
    valkey.disconnect(true);
    await waitFor('the schedules again', async () => (await schedules()).length === 2);

    stop();
    await observer.queues.maintenance.obliterate({ force: true });
    await Promise.all([queue.close(), observer.close()]);
    valkey.disconnect();
    direct.disconnect();
    await door.close();
  });
});
