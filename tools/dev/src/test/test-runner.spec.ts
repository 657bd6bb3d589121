import type { Finished } from '../shared/node-process';
import { checkStage, jestProblem, stageOfLine } from './jest-results';
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
  it('tells of a project in a line of its output', () => {
    const told = stage({ passed: 3, failed: 1, report: 'b.spec.ts\ncannot import' });
    expect(stageOfLine(`@@stage ${JSON.stringify(told)}`)).toEqual(told);
    expect(stageOfLine('something that a test printed')).toBeNull();
  });

  it.each([
    ['a crash without results', [], finished({ code: null, output: 'out of memory' }), 'out of memory'],
    ['a run that never ended', [], finished({ code: null, timedOut: true }), 'did not end within 9 s'],
    ['a run that hung after its tests', [stage({ passed: 3 })], finished({ code: null, timedOut: true }), 'did not end within 9 s'],
    ['a bad exit code after good tests', [stage({ passed: 3 })], finished({ code: 7 }), 'Jest ended with 7'],
    ['a project that nothing was told of', [stage({ name: 'unit', passed: 3 })], finished(), 'nothing of int'],
  ])('%s is a failure', (_name, stages, end, report) => {
    const problem = jestProblem({ expected: ['unit', 'int'], limitSeconds: 9 }, stages, end);
    expect(problem?.failed).toBe(1);
    expect(problem?.report).toContain(report);
  });

  it('is no failure of its own where tests have failed, or all is well', () => {
    const run = { expected: ['unit'], limitSeconds: 9 };
    expect(jestProblem(run, [stage({ failed: 1 })], finished({ code: 1 }))).toBeNull();
    expect(jestProblem(run, [stage({ passed: 1 })], finished())).toBeNull();
    expect(jestProblem({ ...run, expected: [] }, [], finished())).toBeNull();
  });
});

describe('a static check', () => {
  it('passes or fails as one test', () => {
    expect(checkStage('lint', finished(), 9)).toMatchObject({ passed: 1, failed: 0 });
    expect(checkStage('lint', finished({ code: 1, output: 'bad line' }), 9)).toMatchObject({ passed: 0, failed: 1, report: 'bad line' });
    expect(checkStage('lint', finished({ code: null, timedOut: true }), 9).report).toContain('did not end within 9 s');
  });
});
