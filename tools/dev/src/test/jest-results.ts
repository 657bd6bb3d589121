import { z } from 'zod';
import type { Finished } from '../shared/node-process';
import { stageFailure, type StageResult } from './tally';

/** The part of Jest's `--json` output that is read here. */
const jestJsonSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
  testResults: z.array(z.object({ name: z.string(), status: z.string(), message: z.string() })),
});

const lastLines = (output: string) => output.trimEnd().split('\n').slice(-40).join('\n');

function limitReport(name: string, finished: Finished, limitSeconds: number): string {
  return `"${name}" did not end within ${limitSeconds} s and was stopped. Its last lines:\n${lastLines(finished.output)}`;
}

/** Count the tests of one Jest run from its JSON file (`null` when Jest wrote none) and how the process ended. */
export function jestStage(name: string, json: string | null, finished: Finished, limitSeconds: number): StageResult {
  if (json === null) {
    const reason = finished.timedOut
      ? limitReport(name, finished, limitSeconds)
      : `Jest ended with ${finished.code} and without results:\n${lastLines(finished.output)}`;
    return stageFailure(name, reason, finished.seconds);
  }
  const results = jestJsonSchema.parse(JSON.parse(json));
  const report = results.testResults.filter(({ status }) => status === 'failed').map((suite) => `${suite.name}\n${suite.message}`);
  let failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  if (finished.timedOut) {
    failed += 1;
    report.push(limitReport(name, finished, limitSeconds));
  } else if (finished.code !== 0 && failed === 0) {
    failed = 1;
    report.push(`Jest ended with ${finished.code} although no test failed:\n${lastLines(finished.output)}`);
  }
  return {
    name,
    passed: results.numPassedTests,
    failed,
    skipped: results.numPendingTests + results.numTodoTests,
    seconds: finished.seconds,
    report: report.join('\n'),
  };
}

/** Result of a static check, which passes or fails as a whole. */
export function checkStage(name: string, finished: Finished, limitSeconds: number): StageResult {
  if (finished.timedOut) return stageFailure(name, limitReport(name, finished, limitSeconds), finished.seconds);
  if (finished.code !== 0) return stageFailure(name, finished.output || `ended with ${finished.code}`, finished.seconds);
  return { name, passed: 1, failed: 0, skipped: 0, seconds: finished.seconds, report: '' };
}
