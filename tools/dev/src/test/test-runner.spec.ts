import type { Finished } from '../shared/node-process';
import { checkStage, jestStage } from './jest-results';
import { stageFailure, stageLines, summaryLine, type StageResult } from './tally';

const finished = (change: Partial<Finished> = {}): Finished => ({ code: 0, output: 'last line', timedOut: false, seconds: 1.5, ...change });
const stage = (change: Partial<StageResult>): StageResult => ({
  name: 'unit',
  passed: 0,
  failed: 0,
  skipped: 0,
  seconds: 1,
  report: '',
  ...change,
});
const jestJson = (change: Record<string, unknown> = {}) =>
  JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 0,
    testResults: [{ name: 'a.spec.ts', status: 'passed', message: '' }],
    ...change,
  });

describe('the last line', () => {
  it.each([
    [[stage({ passed: 2 }), stage({ passed: 3 })], '5 passed, 0 failed'],
    [[stage({ passed: 2 }), stageFailure('lint', 'x')], '2 passed, 1 failed'],
    [[stage({ passed: 2, skipped: 1 })], '2 passed, 0 failed, 1 skipped'],
    [[], '0 passed, 0 failed'],
  ])('%#', (results, line) => {
    expect(summaryLine(results)).toBe(line);
  });

  it('shows the report of a stage only when something failed', () => {
    expect(stageLines(stage({ passed: 1, report: 'secret' }))).toBe('✓ unit           1 passed  (1.0 s)');
    expect(stageLines(stageFailure('lint', 'what is wrong', 2))).toBe('✗ lint           0 passed, 1 FAILED  (2.0 s)\nwhat is wrong\n');
  });
});

describe('a Jest run', () => {
  it('counts tests, and suites that could not run as failures', () => {
    const failed = [{ name: 'b.spec.ts', status: 'failed', message: 'cannot import' }];
    const result = jestStage(
      'unit',
      jestJson({ numFailedTests: 1, numRuntimeErrorTestSuites: 1, numPendingTests: 2, testResults: failed }),
      finished({ code: 1 }),
      9,
    );
    expect(result).toMatchObject({ passed: 3, failed: 2, skipped: 2, report: 'b.spec.ts\ncannot import' });
  });

  it.each([
    ['a crash without results', null, finished({ code: null, output: 'out of memory' }), 'out of memory'],
    ['a run that never ended', null, finished({ code: null, timedOut: true }), 'did not end within 9 s'],
    ['a run that hung after its tests', jestJson(), finished({ code: null, timedOut: true }), 'did not end within 9 s'],
    ['a bad exit code after good tests', jestJson(), finished({ code: 7 }), 'Jest ended with 7'],
  ])('%s is a failure', (_name, json, end, report) => {
    const result = jestStage('int', json, end, 9);
    expect(result.failed).toBe(1);
    expect(result.report).toContain(report);
  });
});

describe('a static check', () => {
  it('passes or fails as one test', () => {
    expect(checkStage('lint', finished(), 9)).toMatchObject({ passed: 1, failed: 0 });
    expect(checkStage('lint', finished({ code: 1, output: 'bad line' }), 9)).toMatchObject({ passed: 0, failed: 1, report: 'bad line' });
    expect(checkStage('lint', finished({ code: null, timedOut: true }), 9).report).toContain('did not end within 9 s');
  });
});
