import { systemClock } from '@aoc/server/context';
import { siemBacklog } from '@aoc/server/ingestion';
import { databaseAnswers } from '@aoc/server/mongo';
import { notificationBacklog } from '@aoc/server/notifications';
import { queueAnswers } from '@aoc/server/queues';
import { StartError } from '@aoc/server/startup';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { WorkerDependencies } from './dependencies';

async function answer(deps: WorkerDependencies, path: string): Promise<{ status: number; type: string; body: string }> {
  if (path === '/metrics') {
    for (const row of await deps.queue.depths().catch(() => []))
      deps.metrics.queueDepth.set({ queue: row.queue, state: row.state }, row.count);
    await siemBacklog(deps.connection).then(
      (count) => deps.metrics.siemBacklog.set(count),
      () => undefined,
    );
    await notificationBacklog(deps.connection, systemClock.now()).then(
      (count) => deps.metrics.notificationBacklog.set(count),
      () => undefined,
    );
    return { status: 200, type: deps.metrics.registry.contentType, body: await deps.metrics.render() };
  }
  if (path === '/health/live') return { status: 200, type: 'application/json', body: '{"status":"ok"}' };
  if (path !== '/health') return { status: 404, type: 'application/json', body: '{"status":404}' };
  const [database, queue] = await Promise.all([databaseAnswers(deps.connection), queueAnswers(deps.valkey)]);
  const state = { status: database && queue ? 'ok' : 'unavailable', database, queue };
  return { status: database && queue ? 200 : 503, type: 'application/json', body: JSON.stringify(state) };
}

/** Serves /metrics and /health of the worker; null when METRICS_PORT is 0. @throws StartError when the port is taken */
export async function serveMetrics(deps: WorkerDependencies): Promise<Server | null> {
  const { METRICS_PORT: port, METRICS_HOST: host } = deps.config;
  if (port === 0) return null;
  const server = createServer((request, response) => {
    answer(deps, request.url ?? '').then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(port, host);
  await once(server, 'listening').catch((cause: unknown) => {
    throw new StartError(
      `METRICS_PORT ${port} on ${host} cannot be used. Stop the program that has it, or set METRICS_PORT to a free port.`,
      { cause },
    );
  });
  return server;
}
