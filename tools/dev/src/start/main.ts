import { parseConfig } from '@aoc/server/config';
import path from 'node:path';
import { inRoot } from '../shared/paths';
import { explain } from '../shared/user-error';
import { claimDataFolder } from './data-folder';
import { hasTenantCredentials, mergedEnvironment } from './environment';
import { openBrowser } from './open-browser';
import { help, parseStartOptions, type StartOptions } from './options';
import { ensurePortFree } from './port';
import { Product } from './product';

const say = (line: string): void => console.log(line);

async function start(options: StartOptions): Promise<void> {
  const env = mergedEnvironment(inRoot('.env'), process.env);
  const demo = !hasTenantCredentials(env);
  const config = parseConfig(env);
  const port = options.port ?? config.PORT;
  await ensurePortFree(port, config.HOST);
  const dataDir = options.dataDir ?? inRoot('.aoc', demo ? 'demo' : 'live');
  const release = claimDataFolder(dataDir);
  process.on('exit', release);

  say(demo ? 'No Microsoft credentials in .env: collecting from the simulated tenant.' : `Collecting from tenant ${config.TENANT_ID}.`);
  say(`Data in ${path.relative(process.cwd(), dataDir) || dataDir}; Ctrl-C stops everything.`);
  const product = new Product({ env, demo, port, host: config.HOST, dataDir, options, say });
  stopOnSignals(product);
  try {
    await product.start();
  } catch (error) {
    if (product.isStopping) return;
    console.error(explain(error));
    await product.stop();
    process.exit(1);
  }
  if (product.isStopping) return;
  const url = `http://localhost:${port}`;
  if (options.open) openBrowser(url);
  say(`ready ${url}`);
}

/** The first signal stops in order, a second one at once. */
function stopOnSignals(product: Product): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (product.isStopping) process.exit(130);
      say('Stopping ...');
      void product.stop().then((clean) => {
        say(clean ? 'Stopped.' : 'Stopped; something did not end in time and was killed.');
        process.exit(0);
      });
    });
  }
}

try {
  const options = parseStartOptions(process.argv.slice(2));
  if (options === null) say(help);
  else await start(options);
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
