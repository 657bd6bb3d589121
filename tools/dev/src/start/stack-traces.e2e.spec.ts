import { builtProgram, SOURCE_MAPS } from '@aoc/testing';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
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
    const folder = path.dirname(program);
    const names = readdirSync(folder);
    const mapped = names.filter(
      (name) => name.endsWith('.js') && readFileSync(path.join(folder, name), 'utf8').includes('sourceMappingURL='),
    );
    expect(mapped.filter((name) => !name.startsWith('licensed-')).sort()).toEqual(
      ['api', 'audit-verify', 'import', 'maintenance', 'migrate', 'worker'].map((name) => `${name}.js`),
    );
    for (const name of mapped)
      expect(JSON.parse(readFileSync(path.join(folder, `${name}.map`), 'utf8'))).toMatchObject({
        sources: expect.not.arrayContaining([expect.stringContaining('node_modules')]),
      });
  });
});
