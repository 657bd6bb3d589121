import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { inRoot } from '../shared/paths';
import { stageOfLine } from './jest-results';

const resultsSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
  testResults: z.array(z.object({ name: z.string(), status: z.string(), message: z.string() })),
});

const NOTES = `globalThis.notes ??= [];\n`;

/** Test files that each go wrong in another way, beside good ones. */
const FILES: Record<string, string> = {
  'good.spec.ts': `
    enum Colour { Red = 'red' }
    it('runs TypeScript', () => expect(Colour.Red).toBe('red'));
    it.each([1, 2])('takes a row: %i', (n) => expect(n).toBeGreaterThan(0));`,
  'wrong.spec.ts': `it('expects something else', () => { const three: number = 3; expect(three).toBe(4); });`,
  'hangs.spec.ts': `it('never ends', () => new Promise(() => {}), 200); it('goes on', () => {});`,
  'import.spec.ts': `import './no-such-file'; it('is never reached', () => {});`,
  'stray.spec.ts': `it('leaves a promise behind', async () => { void Promise.reject(new Error('nobody waits')); await new Promise(setImmediate); });`,
  'dies.spec.ts': `it('ends the process', () => process.exit(3));`,
  'hook.spec.ts': `beforeAll(() => { throw new Error('no fixture'); }); it('has no fixture', () => {});`,
  'a-order.spec.ts': `${NOTES}beforeEach(() => notes.push('before')); afterEach(() => notes.push('after'));
    it('runs hooks', () => expect(notes).toEqual(['before'])); it('in order', () => expect(notes).toEqual(['before', 'after', 'before']));`,
};

describe('the runner of test files', () => {
  let folder: string;
  let results: z.infer<typeof resultsSchema>;

  const project = (testMatch: readonly string[]) => ({
    rootDir: folder,
    runner: inRoot('tools/dev/jest/runner.mjs'),
    transform: {},
    testMatch,
    moduleFileExtensions: ['ts', 'mjs', 'js', 'json'],
  });

  /** Runs Jest; resolves to its exit code and what it printed. */
  async function run(
    args: readonly string[],
    config: object = project(['**/*.spec.ts']),
  ): Promise<{ code: number | null; output: string }> {
    const jest = [inRoot('node_modules/jest/bin/jest.js'), '--config', JSON.stringify(config), '--maxWorkers=1', ...args];
    const child = spawn(process.execPath, ['--no-warnings', ...jest], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
    const [output, code] = await Promise.all([
      text(child.stdout),
      new Promise<number | null>((resolve) => child.once('exit', (status) => resolve(status))),
    ]);
    return { code, output };
  }

  const readResults = async () => resultsSchema.parse(JSON.parse(await readFile(path.join(folder, 'results.json'), 'utf8')));
  const suite = (name: string) => results.testResults.find((one) => path.basename(one.name) === name);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'aoc-runner-'));
    await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
    for (const [name, code] of Object.entries(FILES)) await writeFile(path.join(folder, name), code);
    expect(await run(['--json', '--outputFile', 'results.json'])).toMatchObject({ code: 1 });
    results = await readResults();
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('counts what passed and failed', () => {
    expect(results).toMatchObject({ numPassedTests: 7, numFailedTests: 3, numPendingTests: 0 });
    expect(suite('good.spec.ts')).toMatchObject({ status: 'passed', message: '' });
    expect(suite('a-order.spec.ts')).toMatchObject({ status: 'passed' });
  });

  it.each([
    ['wrong.spec.ts', /expects something else[\s\S]*Expected: 4[\s\S]*wrong\.spec\.ts:1/],
    ['hangs.spec.ts', /never ends[\s\S]*Exceeded timeout of 200 ms/],
    ['import.spec.ts', /no-such-file/],
    ['stray.spec.ts', /nobody waits/],
    ['dies.spec.ts', /process|exit/i],
    ['hook.spec.ts', /no fixture/],
  ])('%s fails with its reason, and the other files run on', (name, reason) => {
    expect(suite(name)).toMatchObject({ status: 'failed', message: expect.stringMatching(reason) });
  });

  it('runs the tests whose names match, and counts what was left out', async () => {
    await run(['--json', '--outputFile', 'results.json', '-t', 'takes a row', 'good']);
    expect(await readResults()).toMatchObject({ numPassedTests: 2, numFailedTests: 0, numPendingTests: 1 });
  }, 60_000);

  it('tells of each project when it is over, in their order', async () => {
    const projects = [
      { displayName: 'int', ...project(['**/a-order.spec.ts', '**/hook.spec.ts']) },
      { displayName: 'unit', ...project(['**/good.spec.ts', '**/wrong.spec.ts', '**/dies.spec.ts', '**/import.spec.ts']) },
    ];
    const sequencer = inRoot('tools/dev/jest/sequencer.mjs');
    const { output } = await run(['--reporters', inRoot('tools/dev/jest/stage-reporter.mjs')], {
      rootDir: folder,
      testSequencer: sequencer,
      projects,
    });
    const stages = output.split('\n').flatMap((line) => stageOfLine(line) ?? []);
    expect(stages).toEqual([
      expect.objectContaining({
        name: 'unit',
        passed: 3,
        failed: 3,
        skipped: 0,
        report: expect.stringMatching(/wrong\.spec\.ts[\s\S]*Expected: 4/),
      }),
      expect.objectContaining({ name: 'int', passed: 2, failed: 1, skipped: 0, report: expect.stringContaining('no fixture') }),
    ]);
  }, 60_000);
});
