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

function record(result: StageResult): void {
  results.push(result);
  console.log(stageLines(result));
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

/** Something that comes up beside the static checks, and what tests are told of it. Where it cannot be had, that is recorded as a failure. */
class Prerequisite {
  /** `null` while it is under way. */
  env: NodeJS.ProcessEnv | 'missing' | null = null;
  /** Never rejects. */
  readonly settled: Promise<void>;

  constructor(name: string, consequence: string, work: Promise<NodeJS.ProcessEnv>) {
    this.settled = work.then(
      (env) => {
        this.env = env;
      },
      (error: unknown) => {
        this.env = 'missing';
        record(stageFailure(name, `${consequence}\n${error instanceof Error ? error.message : String(error)}`));
      },
    );
  }
}

type TestGroup = Exclude<Group, 'lint'>;

/** Runs the groups whose prerequisites are there in one go, and then those that had to wait. */
async function runTests(groups: readonly TestGroup[], needs: Record<TestGroup, readonly Prerequisite[]>, patterns: readonly string[]) {
  let waiting = groups;
  while (waiting.length > 0) {
    const now = waiting.filter((group) => needs[group].every(({ env }) => env !== null));
    if (now.length === 0) await Promise.race(waiting.map((group) => Promise.all(needs[group].map(({ settled }) => settled))));
    waiting = waiting.filter((group) => !now.includes(group));
    const able = now.filter((group) => needs[group].every(({ env }) => env !== 'missing'));
    if (able.length === 0) continue;
    const env = Object.assign({}, ...able.flatMap((group) => needs[group].map((needed) => needed.env)));
    const problem = await runJest(able, env, patterns, record);
    if (problem !== null) record(problem);
  }
}

async function runAll({ only, patterns }: Plan): Promise<void> {
  const wants = (group: Group) => only.includes(group);
  // Both wait for downloads more than they compute: they come up while the static checks use the cores.
  const services = wants('int') || wants('e2e') ? acquireTestServices(process.env, (line) => console.log(line)) : null;
  const addresses = services?.then(({ mongoUri, redisUrl }) => ({ AOC_TEST_MONGO_URI: mongoUri, AOC_TEST_REDIS_URL: redisUrl }));
  const stores = addresses
    ? [new Prerequisite('services', 'The database or the queue could not be provided, so int and e2e did not run.', addresses)]
    : [];
  const programs = wants('e2e') ? [new Prerequisite('programs', 'e2e did not run.', machinePrograms())] : [];
  try {
    if (wants('lint')) await runStatic();
    const tests = only.filter((group) => group !== 'lint');
    await runTests(tests, { unit: [], int: stores, e2e: [...stores, ...programs] }, patterns);
  } finally {
    const started = await services?.catch(() => null);
    await started?.stop();
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
