import { runNode } from '../shared/node-process';
import { inRoot } from '../shared/paths';
import { checkStage, jestProblem, stageOfLine } from './jest-results';
import { stageFailure, type StageResult } from './tally';

export const groups = ['lint', 'unit', 'int', 'e2e'] as const;
export type Group = (typeof groups)[number];

interface StaticCheck {
  name: string;
  args: string[];
  limitSeconds: number;
  /** Beside the usual environment. */
  env?: NodeJS.ProcessEnv;
  /** A line of output that means failure even if the program ends with 0. */
  forbidden?: RegExp;
}

const bin = (file: string) => inRoot('node_modules', file);

const tsc = bin('typescript-7/bin/tsc');

/** For programs in Go that end soon: with more garbage between collections they take a fifth less. */
const shortLived = { GOGC: '400' };

/**
 * Slowest first, so that two at a time end together. Each keeps to one core: with more threads the compiler checks what
 * they share once for each of them.
 */
export const staticChecks: StaticCheck[] = [
  {
    name: 'lint',
    args: [bin('nx/dist/bin/nx.js'), 'run', 'aoc:lint'],
    limitSeconds: 300,
    // The boundary rule passes everything when it has no project graph.
    forbidden: /No cached ProjectGraph is available/,
  },
  { name: 'lint with types', args: [bin('oxlint/bin/oxlint'), '--threads=1'], env: { ...shortLived, GOMAXPROCS: '1' }, limitSeconds: 180 },
  { name: 'types', args: [tsc, '--singleThreaded', '-p', 'tsconfig.json'], env: shortLived, limitSeconds: 180 },
  { name: 'types of web', args: [tsc, '--singleThreaded', '-p', 'apps/web/tsconfig.json'], env: shortLived, limitSeconds: 180 },
  { name: 'unused code', args: [bin('knip/bin/knip.js'), '--no-progress'], limitSeconds: 120 },
  { name: 'format', args: [bin('oxfmt/bin/oxfmt'), '--check', '--threads=1'], limitSeconds: 60 },
  { name: 'ratchet', args: [inRoot('tools/run.mjs'), 'ratchet'], limitSeconds: 60 },
];

/** Tools behave the same in a terminal and in a pipe: no colours, no Nx daemon that outlives the run. */
const plainEnv: NodeJS.ProcessEnv = { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1', NX_TUI: 'false', NX_DAEMON: 'false' };

export async function runStaticCheck({ name, args, limitSeconds, env, forbidden }: StaticCheck): Promise<StageResult> {
  const finished = await runNode(args, { env: { ...plainEnv, ...env }, limitSeconds });
  if (forbidden?.test(finished.output)) return stageFailure(name, finished.output, finished.seconds);
  return checkStage(name, finished, limitSeconds);
}

const JEST_LIMIT_SECONDS = 1800;

/**
 * Run Jest projects one after the other, the next one beginning while the last files of the one before end; `env` carries the addresses of the
 * services. `patterns` narrow the files. Each project is told to `onStage` when it is over; resolves to what is wrong besides.
 */
export async function runJest(
  groups: readonly Exclude<Group, 'lint'>[],
  env: NodeJS.ProcessEnv,
  patterns: readonly string[],
  onStage: (stage: StageResult) => void,
): Promise<StageResult | null> {
  const stages: StageResult[] = [];
  const onLine = (line: string) => {
    const stage = stageOfLine(line);
    if (stage === null) return;
    stages.push(stage);
    onStage(stage);
  };
  const args = ['--no-warnings', bin('jest/bin/jest.js'), '--selectProjects', ...groups, '--maxWorkers=4', '--passWithNoTests'];
  args.push(
    '--reporters',
    inRoot('tools/dev/jest/stage-reporter.mjs'),
    ...(patterns.length > 0 ? ['--testPathPatterns', ...patterns] : []),
  );
  const finished = await runNode(args, { env: { ...plainEnv, ...env }, limitSeconds: JEST_LIMIT_SECONDS, onLine });
  // Patterns may leave a project without test files.
  return jestProblem({ expected: patterns.length > 0 ? [] : groups, limitSeconds: JEST_LIMIT_SECONDS }, stages, finished);
}
