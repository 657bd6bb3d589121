import { ruleBodySchema } from '@aoc/contracts';
import { cpuTime } from '@aoc/testing';
import fc from 'fast-check';
import { ruleProblems } from '../engine/compile-rules';
import { sigmaRule } from '../testing/sigma';
import { importSigma } from './import-sigma';
import type { SigmaReport } from './report';

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_none, index) => line(index)).join('\n');
const levels = 'abcdefghijklmnop'.split('');

/** Each level repeats the one before it ten times. */
const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x, x]',
  ...levels.slice(1).map((name, at) => `${name}: &${name} [${`*${levels[at]}, `.repeat(9)}*${levels[at]}]`),
].join('\n');

const HOSTILE: readonly [string, string, string][] = [
  ['a bomb of aliases', sigmaRule(`${bomb}\ncondition: a`), 'aliases'],
  ['many values in one line', `title: [${'x,'.repeat(100_000)}x]`, 'values in lists'],
  ['many empty lists', `title: [${'[],'.repeat(19_990)}x]`, ''],
  ['many aliases', `title: &t x\nlist: [${'*t, '.repeat(5000)}*t]`, 'more than 50 aliases'],
  ['a cycle', 'title: x\ndetection: &d {sel: *d, condition: sel}', 'lies within what it stands for'],
  ['a list that holds itself', '&a [*a]', 'lies within what it stands for'],
  ['an alias of nothing', 'title: *nobody', 'nobody'],
  ['deep brackets', `title: ${'['.repeat(100_000)}`, 'nested deeper'],
  ['deep braces', `title: ${'{a: '.repeat(50_000)}`, 'nested deeper'],
  ['balanced brackets, deep', `title: ${'['.repeat(30)}${']'.repeat(30)}`, 'nested deeper'],
  ['deep lists', `${'- '.repeat(100_000)}x`, 'nested deeper'],
  ['deep keys', `${'? '.repeat(100_000)}x`, 'nested deeper'],
  ['deep mappings', lines(3000, (at) => `${' '.repeat(at)}a:`), ''],
  ['a megabyte', 'x'.repeat(1_048_576), 'longer than'],
  ['many keys', lines(19_900, (at) => `k${at}: 1`), 'more than 20000 values'],
  ['too many lines', `title: x\nlist:\n${lines(100_000, () => '- a')}`, 'more than 20000 lines'],
  ['too many documents', '---\n- a\n'.repeat(1001), 'documents'],
  ['a long text', `title: ${'y'.repeat(500_000)}`, 'must name its log'],
  ['many stars', sigmaRule(`sel: {UserAgent: '${'*a'.repeat(200_000)}'}\ncondition: sel`), 'longer than a rule'],
  ['a long condition', sigmaRule(`sel: {UserAgent: a}\ncondition: ${'sel or '.repeat(70_000)}`), 'longer than 4000'],
  ['many tags', `${'!'.repeat(500_000)}`, ''],
  ['many backslashes', `"${'\\'.repeat(500_000)}`, 'not YAML'],
  [
    'a regular expression that repeats repetitions',
    sigmaRule("sel:\n  UserAgent|re: '((a{1,900}){1,900}){1,900}'\ncondition: sel"),
    'regular expression',
  ],
  ['zero bytes', '\0\0\0', ''],
  ['half a character', 'title: \ud800', ''],
  ['prototypes', '__proto__: {polluted: yes}\nconstructor: {prototype: {polluted: yes}}\ntitle: x', 'must name its log'],
];

/** A rule in which every part may be of a wrong type, missing, or strange. */
const anyYaml = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.string(),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('map'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(
    fc.oneof(
      fc.string(),
      fc.constantFrom('Operation', 'UserAgent|contains', 'ClientIP|cidr', "'|all'", 'Parameters|re', 'x|expand', 'condition', '__proto__'),
    ),
    tie('value'),
    { maxKeys: 4 },
  ),
}));
const orAny = (right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.oneof({ weight: 4, arbitrary: right }, anyYaml.value);
const anyRule = fc.record(
  {
    title: orAny(fc.constant('x')),
    level: orAny(fc.constantFrom('low', 'high')),
    tags: anyYaml.value,
    references: anyYaml.value,
    logsource: orAny(fc.constantFrom({ product: 'azure', service: 'auditlogs' }, { product: 'm365', service: 'audit' })),
    detection: orAny(
      fc.record({
        sel: anyYaml.value,
        other: anyYaml.map,
        condition: orAny(fc.constantFrom('sel', 'sel or other', 'all of them', 'sel | count() > 5')),
      }),
    ),
    correlation: anyYaml.value,
  },
  { requiredKeys: ['title', 'logsource', 'detection'] },
);

const REAL = sigmaRule(
  "sel_a:\n  UserAgent|contains|all: ['a', \"b\"]\n  ClientIP|cidr: 10.0.0.0/8\nsel_b: &b\n  - Operation|re: 'x[yz]+'\n  - word\ncondition: 1 of sel_* and not sel_b",
  'product: m365, service: audit',
  'title: Real\nid: 1\nlevel: high\ntags: [attack.t1098]\nreferences:\n  - https://example.com',
);

/** Whatever came in: a report that keeps its promises. */
function expectSound(reports: readonly SigmaReport[]): void {
  expect(reports.length).toBeGreaterThan(0);
  for (const report of reports) {
    expect(report.rule === undefined).toBe(report.verdict === 'cannot_run');
    expect(report.reasons.length > 0).toBe(report.verdict === 'cannot_run');
    if (report.rule) {
      expect(ruleBodySchema.safeParse(report.rule).success).toBe(true);
      expect(ruleProblems(report.rule)).toEqual([]);
    }
  }
}

describe('importing what means harm', () => {
  it.each(HOSTILE)('%s is refused soon', (_name, text, message) => {
    let reports: SigmaReport[] = [];
    const cost = cpuTime(() => (reports = importSigma(text)));
    expect(cost).toBeLessThan(3000);
    expectSound(reports);
    expect(reports.every(({ verdict }) => verdict === 'cannot_run')).toBe(true);
    expect(reports.flatMap(({ reasons }) => reasons.map((reason) => reason.message)).join('; ')).toContain(message);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('any text gives sound reports', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 300 })), (text) =>
        expectSound(importSigma(text)),
      ),
    );
  });

  it('any values in the places of a rule give sound reports', () => {
    fc.assert(
      fc.property(anyRule, (rule) => expectSound(importSigma(JSON.stringify(rule)))),
      { numRuns: 400 },
    );
  });

  it('a rule that is cut, doubled and mixed up gives sound reports', () => {
    const piece = fc.record({
      at: fc.nat(REAL.length),
      length: fc.nat(40),
      insert: fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom('|all', '*', '&b ', '*b', ': ', '- ', '[', '{', "'", '\n  ', '---\n', '%x%', '|expand'),
      ),
    });
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (changes) => {
        const text = changes.reduce((kept, { at, length, insert }) => kept.slice(0, at) + insert + kept.slice(at + length), REAL);
        expectSound(importSigma(text));
      }),
      { numRuns: 400 },
    );
  });
});
