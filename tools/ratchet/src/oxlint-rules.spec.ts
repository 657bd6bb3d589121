import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

/** Folders of every kind that a rule must reach, each with the extensions of its files. */
const places = [
  ['libs/contracts/src', 'ts'],
  ['libs/server/events/src', 'ts'],
  ['libs/web/ui/src', 'tsx'],
  ['apps/api/src', 'ts'],
  ['apps/api-e2e/src', 'ts'],
  ['apps/web/src/features/alerts', 'tsx'],
  ['tools/bench/src', 'spec.ts'],
  ['tools/dev', 'mjs'],
] as const;

/** Rule, name of a file, and code that violates the rule; plain JavaScript, so that it also stands in an .mjs file. */
const violations = [
  ['typescript(no-floating-promises)', 'floating', `export const x = () => { Promise.resolve(1); };`],
  ['typescript(no-misused-promises)', 'misused', `export const x = () => [1].forEach(async () => {});`],
  ['typescript(await-thenable)', 'awaited', `export const x = async () => { await 1; };`],
  ['typescript(require-array-sort-compare)', 'sorted', `export const x = [3, 20, 100].sort();`],
  ['typescript(only-throw-error)', 'thrown', `export const x = () => { throw 'no error'; };`],
  ['import(no-cycle)', 'cycle', `import { y } from './cycle-other'; export const x = () => y();`],
] as const;

/** Rules about TypeScript or of the house. */
const inTypeScript = [
  ['typescript(no-explicit-any)', 'any', `export const x = (y: any) => y;`],
  ['typescript(ban-ts-comment)', 'ignored', `// @ts-ignore\nexport const x: number = '1';`],
  ['eslint(no-unused-vars)', 'unused', `const x = 1;\nexport const y = 2;`],
  ['eslint(eqeqeq)', 'equal', `export const x = (y: string) => y == '1';`],
  ['eslint(max-lines)', 'long', Array.from({ length: 401 }, (_, n) => `export const x${n} = ${n};`).join('\n')],
  ['eslint(no-console)', 'printed', `console.log(1);\nexport const x = 1;`],
] as const;
const maySay = (place: string, extension: string): boolean => /^(tools|apps\/\w+-e2e)\//.test(place) || extension === 'spec.ts';

const byDesign = ([rule]: (typeof violations)[number], folder: string) =>
  rule === 'typescript(only-throw-error)' && folder.startsWith('apps/web/');

const union = `type Kind = 'a' | 'b';\nexport const x = (kind: Kind) => { switch (kind) { case 'a': return 1;`;
const typed = places.filter(([, extension]) => extension !== 'mjs');

const allowed = [
  ['libs/contracts/src/words.ts', `export const x = ['b', 'a'].sort();`],
  ['libs/contracts/src/compared.ts', `export const x = (y: string | null, { z: _z, ...rest }: { z: 1 }) => (y == null ? rest : 0);`],
  ['libs/contracts/src/default.ts', `${union} default: return 2; } };`],
  ['libs/contracts/src/types-a.ts', `import type { B } from './types-b';\nexport interface A { b?: B }`],
  ['libs/contracts/src/types-b.ts', `import type { A } from './types-a';\nexport interface B { a?: A }`],
  ['apps/web/src/features/alerts/handler.tsx', `export const X = () => <button onClick={async () => {}} />;`],
] as const;

/** Libraries that import each other by name, and a type that comes from another library by name. */
const acrossLibraries: Record<string, string> = {
  'libs/query/src/index.ts': `export const load = async () => 1;\nexport { around } from './around';`,
  'libs/query/src/around.ts': `import { back } from '@aoc/detection';\nexport const around = (): number => back();`,
  'libs/detection/src/index.ts': `import { around } from '@aoc/query';\nexport const back = (): number => around();`,
  'apps/api/src/by-name.ts': `import { load } from '@aoc/query';\nexport const x = () => { load(); };`,
  'apps/web/src/app/by-name.ts': `import { load } from '@aoc/query';\nexport const x = () => { load(); };`,
  'libs/web/ui/src/by-name.tsx': `import { load } from '@aoc/query';\nexport const x = () => { load(); };`,
};

const reportSchema = z.object({ diagnostics: z.array(z.object({ code: z.string(), filename: z.string(), severity: z.string() })) });

/** A workspace with the configuration of this one and planted files alone; resolves to what oxlint says, as `rule file`. */
function lintPlants(folder: string): string[] {
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), `${text}\n`);
  };
  for (const file of [
    '.oxlintrc.json',
    'package.json',
    'tsconfig.json',
    'tsconfig.base.json',
    'apps/web/tsconfig.json',
    'libs/web/ui/tsconfig.json',
  ]) {
    write(file, '');
    copyFileSync(file, path.join(folder, file));
  }
  symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'));
  for (const [place, extension] of places) {
    for (const [, name, code] of violations) write(`${place}/${name}.${extension}`, code);
    const own = extension === 'mjs' ? './cycle.mjs' : `./cycle${extension === 'spec.ts' ? '.spec' : ''}`;
    const other = extension === 'mjs' ? 'cycle-other.mjs' : `cycle-other.${extension === 'tsx' ? 'tsx' : 'ts'}`;
    write(`${place}/${other}`, `import { x } from '${own}'; export const y = () => x();`);
    if (extension === 'mjs') write(`${place}/cycle.mjs`, violations[5][2].replace('cycle-other', 'cycle-other.mjs'));
  }
  for (const [place, extension] of typed) {
    write(`${place}/switch.${extension}`, `${union} } };`);
    for (const [, name, code] of inTypeScript) write(`${place}/${name}.${extension}`, code);
  }
  for (const [file, code] of [...allowed, ...Object.entries(acrossLibraries)]) write(file, code);
  const run = spawnSync(process.execPath, [path.resolve('node_modules/oxlint/bin/oxlint'), '--format=json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (run.status !== 1) throw new Error(`oxlint ended with ${run.status}: ${run.stdout} ${run.stderr}`);
  const { diagnostics } = reportSchema.parse(JSON.parse(run.stdout));
  return diagnostics.map(({ code, filename, severity }) => `${severity} ${code} ${filename}`);
}

describe('rules of oxlint', () => {
  let folder: string;
  let found: string[];
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'aoc-oxlint-'));
    found = lintPlants(folder);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe.each(places)('in %s', (place, extension) => {
    it.each(violations.filter((one) => !byDesign(one, place)))('%s', (rule, name) => {
      expect(found).toContain(`error ${rule} ${place}/${name}.${extension}`);
    });
  });

  it.each(typed)('a switch that forgets a value in %s', (place, extension) => {
    expect(found).toContain(`error typescript(switch-exhaustiveness-check) ${place}/switch.${extension}`);
  });

  describe.each(typed)('about TypeScript in %s', (place, extension) => {
    it.each(inTypeScript)('%s', (rule, name) => {
      const line = `error ${rule} ${place}/${name}.${extension}`;
      if (rule === 'eslint(no-console)' && maySay(place, extension)) expect(found).not.toContain(line);
      else expect(found).toContain(line);
    });
  });

  it('reaches across libraries that are imported by name', () => {
    expect(found).toEqual(
      expect.arrayContaining([
        'error import(no-cycle) libs/query/src/around.ts',
        'error typescript(no-floating-promises) apps/api/src/by-name.ts',
        'error typescript(no-floating-promises) apps/web/src/app/by-name.ts',
        'error typescript(no-floating-promises) libs/web/ui/src/by-name.tsx',
      ]),
    );
  });

  it('says nothing of what is allowed', () => {
    const fine = [...allowed.map(([file]) => file), 'apps/web/src/features/alerts/thrown.tsx'];
    expect(found.filter((line) => fine.some((file) => line.endsWith(file)))).toEqual([]);
  });
});
