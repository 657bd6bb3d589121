import type { Logger } from '@aoc/server/observability';
import type { LoggerService } from '@nestjs/common';

const text = (message: unknown): string => (message instanceof Error ? (message.stack ?? message.message) : String(message));

/** Nest's own messages as structured lines; its start-up chatter is left out. */
export function nestLogger(logger: Logger): LoggerService {
  return {
    log: () => undefined,
    error: (message: unknown, ...rest: unknown[]) => logger.error({ detail: rest.map(String) }, text(message)),
    warn: (message: unknown) => logger.warn(text(message)),
    debug: () => undefined,
    verbose: () => undefined,
    fatal: (message: unknown) => logger.fatal(text(message)),
  };
}
