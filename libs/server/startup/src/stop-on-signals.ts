import type { Logger } from '@aoc/server/observability';

/** Time for work under way to finish; below the ten seconds that an orchestrator usually grants. */
const SHUTDOWN_MS = 9000;

/** Runs `close` once, at a signal or when the process that started this one is gone, and ends the process. */
export function stopOnSignals(logger: Logger, close: () => Promise<void>): void {
  let stopping = false;
  const stop = (reason: string): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ reason }, 'stopping');
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    void close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'did not stop in order');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(signal));
  if (process.connected) process.on('disconnect', () => stop('parent is gone'));
}
