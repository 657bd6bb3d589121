import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../app/create-app';
import type { ApiDependencies } from '../app/dependencies';
import { StartError, stopOnSignals } from '@aoc/server/startup';

/** @throws StartError when the port cannot be had */
async function listen(app: NestFastifyApplication, host: string, port: number): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE')
      throw new StartError(`Port ${port} is taken by another program. Stop that program, or set PORT to a free port and start again.`, {
        cause: error,
      });
    if (code === 'EACCES')
      throw new StartError(`This user may not listen on port ${port}. Use a port above 1023 (PORT=8000), or grant the right to bind it.`, {
        cause: error,
      });
    if (code === 'EADDRNOTAVAIL')
      throw new StartError(`HOST=${host} is not an address of this machine. Use 127.0.0.1, or one of its own addresses.`, { cause: error });
    throw error;
  }
}

async function close(app: NestFastifyApplication, deps: ApiDependencies): Promise<void> {
  await app.close();
  deps.live.close();
  await deps.closeClients();
  await deps.queue.close();
  deps.valkey.disconnect();
  await deps.connection.close();
}

/** Serves until a signal comes, or until the process that started this one is gone; then ends in order. */
export async function serve(deps: ApiDependencies): Promise<void> {
  const { config, logger } = deps;
  const app = await createApp(deps);
  await listen(app, config.HOST, config.PORT);
  logger.info({ url: await app.getUrl(), version: deps.version }, 'serving');
  stopOnSignals(logger, () => close(app, deps));
}
