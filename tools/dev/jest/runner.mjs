// Runs Jest's test files in plain Node processes that load each module once, not once for each test file: that took two thirds
// of the time. Test files share modules and globals with those that ran before them in the same process.
import { Worker } from 'jest-worker';
import { fileURLToPath } from 'node:url';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/**
 * How many test files of a project run at a time. Those that wait for database and queue, whole processes and browsers compute less: more at
 * a time than there are cores take less time.
 */
const AT_A_TIME = { unit: 2, int: 4, e2e: 3 };

const projectOf = (test) => test.context.config.displayName?.name ?? '';

/** Part of the machine that a test file takes. */
const shareOf = (test) => 1 / (AT_A_TIME[projectOf(test)] ?? 1000);

/** Runner of Jest: https://jestjs.io/docs/configuration#runner-string */
export default class Runner {
  constructor(globalConfig) {
    this.globalConfig = globalConfig;
  }

  async runTests(tests, watcher, onStart, onResult, onFailure) {
    const worker = new Worker(here('./worker.mjs'), {
      exposedMethods: ['runFile'],
      numWorkers: Math.max(1, Math.min(this.globalConfig.maxWorkers, tests.length)),
      // A file whose process dies has failed; it is not tried again.
      maxRetries: 0,
      // Tests leave much behind: with a small young generation its collection took a twelfth of the processor time.
      forkOptions: {
        execArgv: [
          '--min-semi-space-size=32',
          '--max-semi-space-size=64',
          '--no-warnings',
          '--import',
          here('../source-maps.mjs'),
          '--import',
          here('./load-typescript.mjs'),
        ],
      },
    });
    worker.getStdout()?.pipe(process.stdout);
    worker.getStderr()?.pipe(process.stderr);
    const run = async (test) => {
      await onStart(test);
      try {
        await onResult(test, await worker.runFile(test.path, test.context.config, this.globalConfig));
      } catch (error) {
        await onFailure(test, error);
      }
    };
    await runInTurn(tests, this.globalConfig.maxWorkers, async (test) => {
      if (!watcher.isInterrupted()) await run(test);
    });
    await worker.end();
  }
}

/** Runs tests in their order, as many at a time as there are workers and their shares fit into the machine; one project flows into the next. */
async function runInTurn(tests, workers, run) {
  const queue = [...tests];
  const running = new Map();
  while (queue.length > 0 || running.size > 0) {
    const taken = [...running.keys()].reduce((sum, test) => sum + shareOf(test), 0);
    const next = queue[0];
    if (next !== undefined && running.size < workers && (running.size === 0 || taken + shareOf(next) < 1.001)) {
      queue.shift();
      running.set(
        next,
        run(next).finally(() => running.delete(next)),
      );
    } else await Promise.race(running.values());
  }
}
