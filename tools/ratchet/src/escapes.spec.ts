import { countEscapes, improved, regressions } from './compare';
import { findEscapes } from './escapes';

const categoriesIn = (text: string, name = 'a.ts') => findEscapes(name, text).map(({ category, line }) => `${category}@${line}`);

describe('findEscapes', () => {
  it.each([
    ['any', 'let a: any;', ['any@1']],
    ['any in a generic', 'const m = new Map<string, any>();', ['any@1']],
    ['a cast', '\nconst a = b as string;', ['cast@2']],
    ['a double cast', 'const a = b as unknown as string;', ['cast@1', 'cast@1']],
    ['an old-style cast', 'const a = <string>b;', ['cast@1']],
    ['as const', 'const a = [1] as const;', []],
    ['an import alias', `import { a as b } from './c';`, []],
    ['a non-null assertion', 'const a = b!.c;', ['non-null@1']],
    ['a disabled rule', '// eslint-disable-next-line no-console\nconsole.log(1);', ['eslint-disable@1']],
    ['a disabled rule that needs types', '// oxlint-disable-next-line no-cycle\nf();', ['eslint-disable@1']],
    ['a disabled block at the end', 'const a = 1;\n/* eslint-disable */', ['eslint-disable@2']],
    ['ts-ignore and ts-expect-error', '// @ts-ignore\nlet a = 1;\n// @ts-expect-error why\nlet b = 2;', ['ts-ignore@1', 'ts-ignore@3']],
    ['words in strings', 'const a = "any as x eslint-disable @ts-ignore";', []],
    ['words in templates', 'const a = `${b} // eslint-disable\n// @ts-ignore`;', []],
    ['words in comments', '// any number, as a rule\nconst a = 1;', []],
  ])('counts %s', (_name, text, expected) => {
    expect(categoriesIn(text)).toEqual(expected);
  });

  it('reads TSX', () => {
    expect(categoriesIn('const a = <p>{b as string} // @ts-ignore </p>;', 'a.tsx')).toEqual(['cast@1']);
  });
});

describe('the ratchet', () => {
  const scan = (files: Record<string, string>) => new Map(Object.entries(files).map(([name, text]) => [name, findEscapes(name, text)]));
  const before = countEscapes(scan({ 'a.ts': 'let a: any;', 'b.ts': 'const b = c as string;' }));

  it('names file and lines of what was added', () => {
    const found = scan({ 'a.ts': 'let a: any;\n\nlet z: any;', 'b.ts': '' });
    expect(regressions(before, found)).toEqual(['"any" rose from 1 to 2:\n  a.ts: 2, was 1 (lines 1, 3)']);
  });

  it('lets an escape move to another file', () => {
    expect(regressions(before, scan({ 'c.ts': 'let a: any;' }))).toEqual([]);
  });

  it('says what can be lowered', () => {
    expect(improved(before, countEscapes(scan({ 'a.ts': 'let a: any;' })))).toEqual(['cast']);
  });
});
