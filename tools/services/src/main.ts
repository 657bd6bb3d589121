// npm run services -- start | prefetch
import path from 'node:path';
import { parseArgs } from 'node:util';
import { prepareCache } from './debian/cache';
import { ServicesError } from './errors';
import { startServices } from './services';

const help = `Database and queue for development and tests.

  npm run services -- start [--data DIR] [--mongo-port N] [--redis-port N]
      Starts both, prints MONGO_URI and REDIS_URL, and stays until Ctrl-C. Data is kept in DIR (.aoc/services).
  npm run services -- prefetch
      Prepares the cache, so that a later start needs no network.

Database: MONGO_URI; mongod on the PATH; mongod of mongodb-memory-server; DocumentDB from Debian packages.
Queue: REDIS_URL; valkey-server or redis-server on the PATH; Valkey from Debian packages.
AOC_CACHE_DIR names another folder for the unpacked packages (about 400 MB).`;

const log = (line: string): void => void process.stderr.write(`${line}\n`);
function port(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number < 65_536) return number;
  throw new ServicesError(`"${text}" is not a port. Give a number from 1 to 65535, or leave it out so that a free one is chosen.`);
}

async function start(values: { data?: string; 'mongo-port'?: string; 'redis-port'?: string }): Promise<void> {
  const root = process.env.AOC_ROOT ?? process.cwd();
  const dataDir = path.resolve(values.data ?? path.join(root, '.aoc/services'));
  const services = await startServices({
    dataDir,
    log,
    ports: { database: port(values['mongo-port']), queue: port(values['redis-port']) },
  });
  process.stdout.write(`MONGO_URI=${services.mongoUri}\nREDIS_URL=${services.redisUrl}\n`);
  const alive = setInterval(() => undefined, 60_000);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  clearInterval(alive);
  log('stopping');
  await services.stop();
}

async function main(): Promise<number> {
  const options = {
    help: { type: 'boolean' },
    data: { type: 'string' },
    'mongo-port': { type: 'string' },
    'redis-port': { type: 'string' },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [verb] = positionals;
  if (values.help || !verb) {
    process.stdout.write(`${help}\n`);
    return values.help ? 0 : 2;
  }
  if (verb === 'start') await start(values);
  else if (verb === 'prefetch') await prepareCache(process.env, log);
  else throw new ServicesError(`There is no command "${verb}". Use "start" or "prefetch"; --help explains both.`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  log(
    error instanceof ServicesError || (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
      ? error.message
      : String(error instanceof Error ? error.stack : error),
  );
  process.exitCode = 1;
}
