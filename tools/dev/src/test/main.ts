import { acquireTestServices } from '@aoc/tools/services';
import { parseArgs } from 'node:util';
import { provideDebianTools } from '../shared/debian-tool';
import { killRunning } from '../shared/node-process';
import { groups, runJest, runStaticCheck, staticChecks, type Group } from './stages';
import { stageFailure, stageLines, summaryLine, type StageResult } from './tally';

const help = `Runs all checks: lint (format, both linters, types, unused code, ratchet), unit, int and e2e.

npm test                              everything
npm test -- --only unit,int           some groups: ${groups.join(', ')}
npm test -- --only int -- ingestion   only test files whose path matches

The database, the queue and the browser that the tests need are provided on the way. Ends with "N passed, N failed".`;

interface Plan {
  only: readonly Group[];
  patterns: readonly string[];
}

function readPlan(): Plan | null {
  const { values, positionals } = parseArgs({
    options: { only: { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) return null;
  const names = (values.only ?? []).flatMap((list) => list.split(',')).map((name) => name.trim());
  const unknown = names.filter((name) => !groups.some((group) => group === name));
  if (unknown.length > 0) throw new Error(`--only knows ${groups.join(', ')}, not ${unknown.join(', ')}.`);
  return { only: names.length > 0 ? groups.filter((group) => names.includes(group)) : groups, patterns: positionals };
}

const results: StageResult[] = [];

function record(result: StageResult): StageResult {
  results.push(result);
  console.log(stageLines(result));
  return result;
}

/** Two static checks at a time, each on one core. */
async function runStatic(): Promise<void> {
  const queue = [...staticChecks];
  const worker = async () => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) record(await runStaticCheck(check));
  };
  await Promise.all([worker(), worker()]);
}

const HEADLESS_BROWSER = 'chromium-headless-shell';

/** Programs of the machine for end-to-end tests, by environment variable. */
async function machinePrograms(): Promise<NodeJS.ProcessEnv> {
  const tools = await provideDebianTools(
    [
      // The same browser without its own user interface, which takes half of the time that a page takes.
      {
        program: HEADLESS_BROWSER,
        packages: [HEADLESS_BROWSER, 'fonts-dejavu-core'],
        purpose: 'tests in a real browser',
        substitute: 'chromium',
      },
      { program: 'curl', packages: ['curl', 'ca-certificates'], purpose: 'running the examples of the API guide' },
      { program: 'docker-compose', packages: ['docker-compose'], purpose: 'checking the compose files' },
    ],
    (line) => console.log(line),
  );
  return { AOC_CHROMIUM: tools.get(HEADLESS_BROWSER), AOC_DOCKER_COMPOSE: tools.get('docker-compose') };
}

/** Outcome of something that runs beside the static checks: never an unhandled rejection, always a message. */
type Prepared<T> = { ok: true; value: T } | { ok: false; reason: string };

const prepare = <T>(work: Promise<T>): Promise<Prepared<T>> =>
  work.then(
    (value) => ({ ok: true, value }),
    (error: unknown) => ({ ok: false, reason: error instanceof Error ? error.message : String(error) }),
  );

async function runAll({ only, patterns }: Plan): Promise<void> {
  const wants = (group: Group) => only.includes(group);
  // Both wait for downloads more than they compute: they come up while the static checks use the cores.
  const services = wants('int') || wants('e2e') ? prepare(acquireTestServices(process.env, (line) => console.log(line))) : null;
  const programs = wants('e2e') ? prepare(machinePrograms()) : null;
  try {
    if (wants('lint')) await runStatic();
    if (wants('unit')) record(await runJest('unit', {}, patterns));
    const ready = await services;
    if (ready && !ready.ok)
      record(stageFailure('services', `The database or the queue could not be provided, so int and e2e did not run.\n${ready.reason}`));
    if (!ready?.ok) return;
    const addresses = { AOC_TEST_MONGO_URI: ready.value.mongoUri, AOC_TEST_REDIS_URL: ready.value.redisUrl };
    if (wants('int')) record(await runJest('int', addresses, patterns));
    const machine = await programs;
    if (machine && !machine.ok) record(stageFailure('programs', `e2e did not run.\n${machine.reason}`));
    if (machine?.ok) record(await runJest('e2e', { ...addresses, ...machine.value }, patterns));
  } finally {
    const started = await services;
    if (started?.ok) await started.value.stop();
  }
}

/** End at once on Ctrl-C; services end with this process. */
function stopOnSignal(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      killRunning();
      console.log(`Stopped by ${signal}.`);
      process.exit(130);
    });
  }
}

async function main(): Promise<void> {
  const plan = readPlan();
  if (plan === null) {
    console.log(help);
    return;
  }
  stopOnSignal();
  const started = performance.now();
  try {
    await runAll(plan);
  } catch (error) {
    record(stageFailure('npm test', error instanceof Error ? (error.stack ?? error.message) : String(error)));
  }
  console.log(`${((performance.now() - started) / 1000).toFixed(0)} s`);
  console.log(summaryLine(results));
  process.exit(results.some(({ failed }) => failed > 0) ? 1 : 0);
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(2);
});
