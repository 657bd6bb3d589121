import { builtProgram, SOURCE_MAPS } from '@aoc/testing';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

describe('stack traces of built programs', () => {
  let program: string;
  beforeAll(async () => {
    program = await builtProgram('api');
  }, 240_000);

  it('name the lines of our own sources', () => {
    // Says where the API writes its complaint about settings that are missing.
    const whoWrites =
      'const write = process.stderr.write.bind(process.stderr); process.stderr.write = (text) => write(text + new Error("written").stack);';
    const { stderr } = spawnSync(process.execPath, [...SOURCE_MAPS, '--import', `data:text/javascript,${whoWrites}`, program], {
      env: { PATH: process.env.PATH },
      encoding: 'utf8',
    });
    const [, line] = /apps\/api\/src\/main\.ts:(\d+):\d+/.exec(stderr) ?? [];
    expect([stderr, readFileSync('apps/api/src/main.ts', 'utf8').split('\n')[Number(line) - 1]]).toEqual([
      stderr,
      expect.stringContaining('process.stderr.write('),
    ]);
  });

  it('load no map of a package', () => {
    const imported = (file: string): string[] =>
      Array.from(readFileSync(file, 'utf8').matchAll(/^import .*"(\.[^"]+)";$/gm), ([, name = '']) => path.join(path.dirname(file), name));
    const files = new Set([program]);
    for (const file of files) for (const other of imported(file)) files.add(other);
    expect(files.size).toBeGreaterThan(5);
    expect([...files].filter((file) => readFileSync(file, 'utf8').includes('sourceMappingURL='))).toEqual([program]);
    const map: unknown = JSON.parse(readFileSync(`${program}.map`, 'utf8'));
    expect(map).toMatchObject({ sources: expect.not.arrayContaining([expect.stringContaining('node_modules')]) });
  });
});
