// House rules that depend on where a file is. ESLint does not merge the options of one rule across configurations, so
// the lists for each kind of file are put together here.
const specs = ['**/*.spec.ts', '**/*.spec.tsx'];
// Folders named `testing` hold what the specs of their own library share.
const tests = [...specs, 'libs/testing/**', '{apps,libs}/**/src/testing/**', 'tools/**', 'apps/*-e2e/**'];

const ioModules = [
  'fs',
  'net',
  'http',
  'https',
  'http2',
  'tls',
  'dns',
  'dgram',
  'child_process',
  'cluster',
  'os',
  'process',
  'timers',
  'worker_threads',
  'perf_hooks',
  'readline',
  'vm',
];

const imports = {
  testing: {
    group: ['@aoc/testing', '@aoc/testing/*', '@aoc/tools/*', './testing/*', '../testing/*', '../../testing/*'],
    message: 'Only specs and tools use test fixtures and development tools.',
  },
  database: {
    group: ['mongoose', 'mongoose/*', 'mongodb', 'mongodb/*'],
    message: 'Models are used in *.repository.ts, *.schema.ts and libs/server/mongo only.',
  },
  io: {
    group: ioModules.flatMap((name) => [name, `${name}/*`, `node:${name}`, `node:${name}/*`]),
    message: 'This layer does no input or output: pass the data in.',
  },
  node: { group: ['node:*'], message: 'The browser has no Node modules.' },
  http: {
    group: ['@aoc/server/http', 'node:http', 'node:http2', 'node:https'],
    message: 'Domain code knows nothing of HTTP: throw a DomainError and let the adapter map it.',
  },
  environment: {
    group: ['node:process', 'process'],
    importNames: ['env'],
    message: 'The environment is read in libs/server/config only; inject the parsed configuration.',
  },
};

const syntax = {
  exportAll: { selector: 'ExportAllDeclaration', message: 'Name every export: `export *` hides what a library offers.' },
  environment: {
    selector:
      "MemberExpression[object.name='process'][property.name='env'], MemberExpression[object.property.name='process'][property.name='env']",
    message: 'The environment is read in libs/server/config only; inject the parsed configuration.',
  },
  dateNow: {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Pass `now` or a clock: logic does not read the time.',
  },
  newDate: {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Pass `now` or a clock: logic does not read the time.',
  },
  dateCall: { selector: "CallExpression[callee.name='Date']", message: 'Pass `now` or a clock: logic does not read the time.' },
};

const clockFree = [syntax.dateNow, syntax.newDate, syntax.dateCall];
const everywhere = [syntax.exportAll];
const product = [...everywhere, syntax.environment];

const importRule = (...patterns) => ({ '@typescript-eslint/no-restricted-imports': ['error', { patterns }] });
const syntaxRule = (list) => ({ 'no-restricted-syntax': ['error', ...list] });

const pureLibs = ['libs/contracts/src/**', 'libs/normalization/src/**', 'libs/detection/src/**', 'libs/query/src/**'];
const infraLibs = ['config', 'observability', 'mongo', 'queues', 'http'].map((name) => `libs/server/${name}/src/**`);
const { testing, database, io, node, http, environment } = imports;

/** Flat configurations, from general to special; the last one that matches a file decides. */
export const restrictions = [
  { files: ['**/*.ts', '**/*.tsx', '**/*.mjs'], rules: syntaxRule(everywhere) },
  { files: ['{apps,libs}/**/src/**/*.{ts,tsx}'], rules: { ...importRule(testing, database, environment), ...syntaxRule(product) } },
  {
    files: ['libs/server/**/*.ts'],
    ignores: infraLibs,
    rules: { ...importRule(testing, database, http, environment), ...syntaxRule([...product, ...clockFree]) },
  },
  {
    files: ['libs/server/**/*.repository.ts', 'libs/server/**/*.schema.ts', 'libs/server/mongo/**/*.ts'],
    rules: importRule(testing, http, environment),
  },
  { files: pureLibs, rules: { ...importRule(testing, database, io, environment), ...syntaxRule([...product, ...clockFree]) } },
  { files: ['apps/web/src/**', 'libs/web/**/src/**'], rules: importRule(testing, database, node, environment) },
  { files: ['libs/**/*clock.ts', 'libs/server/context/src/context.ts', 'libs/server/config/src/config.ts'], rules: syntaxRule(everywhere) },
  { files: tests, rules: { '@typescript-eslint/no-restricted-imports': 'off', ...syntaxRule(everywhere) } },
];
