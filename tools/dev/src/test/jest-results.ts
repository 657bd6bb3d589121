import { z } from 'zod';
import type { Finished } from '../shared/node-process';
import { stageFailure, type StageResult } from './tally';

const stageSchema: z.ZodType<StageResult> = z.object({
  name: z.string(),
  passed: z.number(),
  failed: z.number(),
  skipped: z.number(),
  seconds: z.number(),
  report: z.string(),
});

const PREFIX = '@@stage ';

/** The result of a project that tools/dev/jest/stage-reporter.mjs wrote in this line; null for any other line. */
export function stageOfLine(line: string): StageResult | null {
  return line.startsWith(PREFIX) ? stageSchema.parse(JSON.parse(line.slice(PREFIX.length))) : null;
}

const lastLines = (output: string) => output.trimEnd().split('\n').slice(-40).join('\n');

function limitReport(name: string, finished: Finished, limitSeconds: number): string {
  return `"${name}" did not end within ${limitSeconds} s and was stopped. Its last lines:\n${lastLines(finished.output)}`;
}

/** A run of Jest: the projects that are to have tests, and its time. */
export interface JestRun {
  expected: readonly string[];
  limitSeconds: number;
}

/** What is wrong with how a Jest run ended, given the projects that it told of; null when nothing is. */
export function jestProblem({ expected, limitSeconds }: JestRun, stages: readonly StageResult[], finished: Finished): StageResult | null {
  const problem = (what: string) => stageFailure('jest', what, finished.seconds);
  if (finished.timedOut) return problem(limitReport('jest', finished, limitSeconds));
  if (stages.some(({ failed }) => failed > 0)) return null;
  const last = `Its last lines:\n${lastLines(finished.output)}`;
  if (finished.code !== 0) return problem(`Jest ended with ${finished.code} although no test failed. ${last}`);
  const missing = expected.filter((project) => !stages.some(({ name }) => name === project));
  return missing.length > 0 ? problem(`Jest told nothing of ${missing.join(', ')}. ${last}`) : null;
}

/** Result of a static check, which passes or fails as a whole. */
export function checkStage(name: string, finished: Finished, limitSeconds: number): StageResult {
  if (finished.timedOut) return stageFailure(name, limitReport(name, finished, limitSeconds), finished.seconds);
  if (finished.code !== 0) return stageFailure(name, finished.output || `ended with ${finished.code}`, finished.seconds);
  return { name, passed: 1, failed: 0, skipped: 0, seconds: finished.seconds, report: '' };
}
