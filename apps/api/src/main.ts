import { ConfigError, loadConfig } from '@aoc/server/config';
import { MappingsFileError } from '@aoc/server/ingestion';
import { createLogger } from '@aoc/server/observability';
import { StartError } from '@aoc/server/startup';
import { openDependencies } from './start/open-dependencies';
import { serve } from './start/serve';

declare const __AOC_VERSION__: string;

try {
  const config = loadConfig();
  const logger = createLogger('api', config.LOG_LEVEL);
  await serve(await openDependencies(config, logger, __AOC_VERSION__));
} catch (error) {
  const expected = error instanceof ConfigError || error instanceof StartError || error instanceof MappingsFileError;
  process.stderr.write(`${expected ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
}
