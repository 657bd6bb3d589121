// One process of the runner: executes test files one after the other with Jest's own test framework.
import { jestExpect } from '@jest/expect';
import { createEmptyTestResult } from '@jest/test-result';
import * as circus from 'jest-circus';
import { formatExecError, formatResultsErrors } from 'jest-message-util';
import { pathToFileURL } from 'node:url';

const { describe, test, it, beforeAll, afterAll, beforeEach, afterEach } = circus;
Object.assign(globalThis, { expect: jestExpect, describe, test, it, beforeAll, afterAll, beforeEach, afterEach });

// What nobody waits for and nobody catches fails the test file that runs.
for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, (error) => circus.getState().unhandledErrors.push([error, new Error(event)]));

let count = 0;

function statusOf({ status, errors }) {
  if (status === 'skip') return 'pending';
  if (status === 'todo') return 'todo';
  return errors.length > 0 ? 'failed' : 'passed';
}

/** A test in the shape of Jest's results; the first name of its path is that of the file. */
function assertionOf(result) {
  const names = result.testPath.slice(1);
  return {
    ancestorTitles: names.slice(0, -1),
    duration: result.duration,
    failureDetails: [...result.errorsDetailed],
    failureMessages: [...result.errors],
    fullName: names.join(' '),
    invocations: result.invocations,
    location: result.location,
    numPassingAsserts: result.numPassingAsserts,
    retryReasons: [],
    status: statusOf(result),
    title: names.at(-1) ?? '',
  };
}

/** Runs a test file. @returns Jest's TestResult */
export async function runFile(file, config, globalConfig) {
  circus.resetState();
  const state = circus.getState();
  state.testNamePattern = globalConfig.testNamePattern ? new RegExp(globalConfig.testNamePattern, 'i') : null;
  state.testTimeout = config.testTimeout ?? globalConfig.testTimeout ?? 5_000;
  jestExpect.setState({ testPath: file, expand: globalConfig.expand });
  const start = Date.now();
  count += 1;
  await import(`${pathToFileURL(file).href}?${count}`);
  const { testResults, unhandledErrors, unhandledErrorsDetailed } = await circus.run();
  const end = Date.now();
  const results = testResults.map(assertionOf);
  const have = (status) => results.filter((result) => result.status === status).length;
  const messages = [
    formatResultsErrors(results, config, globalConfig, file),
    ...(unhandledErrorsDetailed ?? []).map((error) => formatExecError(error, config, globalConfig)),
  ];
  return {
    ...createEmptyTestResult(),
    displayName: config.displayName,
    failureMessage: messages.filter(Boolean).join('\n\n') || null,
    numFailingTests: have('failed'),
    numPassingTests: have('passed'),
    numPendingTests: have('pending'),
    numTodoTests: have('todo'),
    perfStats: {
      start,
      end,
      runtime: end - start,
      slow: false,
      loadTestEnvironmentStart: start,
      loadTestEnvironmentEnd: start,
      setupAfterEnvStart: start,
      setupAfterEnvEnd: start,
      setupFilesStart: start,
      setupFilesEnd: start,
    },
    ...(unhandledErrors.length > 0 ? { testExecError: { message: '', stack: unhandledErrors.join('\n') } } : {}),
    testFilePath: file,
    testResults: results,
  };
}
