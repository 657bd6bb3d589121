// Runs Jest's test files in plain Node processes that load each module once, not once for each test file: that took two thirds
// of the time. Test files share modules and globals with those that ran before them in the same process.
import { Worker } from 'jest-worker';
import { fileURLToPath } from 'node:url';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

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
    const queue = [...tests];
    const next = async () => {
      for (let test = queue.shift(); test !== undefined && !watcher.isInterrupted(); test = queue.shift()) {
        await onStart(test);
        try {
          await onResult(test, await worker.runFile(test.path, test.context.config, this.globalConfig));
        } catch (error) {
          await onFailure(test, error);
        }
      }
    };
    await Promise.all(Array.from({ length: this.globalConfig.maxWorkers }, next));
    await worker.end();
  }
}
