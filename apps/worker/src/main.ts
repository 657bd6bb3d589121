import { ConfigError, loadConfig } from '@aoc/server/config';
import { MappingsFileError } from '@aoc/server/ingestion';
import { createLogger } from '@aoc/server/observability';
import { StartError, stopOnSignals } from '@aoc/server/startup';
import { NestFactory } from '@nestjs/core';
import 'reflect-metadata';
import { openDependencies } from './start/dependencies';
import { WorkerModule } from './worker.module';

try {
  const config = loadConfig();
  const logger = createLogger('worker', config.LOG_LEVEL);
  const deps = await openDependencies(config, logger);
  const app = await NestFactory.createApplicationContext(WorkerModule.with(deps), { logger: false, abortOnError: false });
  stopOnSignals(logger, () => app.close());
} catch (error) {
  const expected = error instanceof ConfigError || error instanceof StartError || error instanceof MappingsFileError;
  process.stderr.write(`${expected ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
}
