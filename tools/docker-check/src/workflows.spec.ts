import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from './dockerfiles';

const workflowSchema = z.looseObject({
  name: z.string(),
  jobs: z.record(
    z.string(),
    z.looseObject({
      'timeout-minutes': z.number(),
      steps: z.array(
        z.looseObject({ run: z.string().optional(), uses: z.string().optional(), with: z.record(z.string(), z.unknown()).optional() }),
      ),
    }),
  ),
});

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const workflow = (file: string) => workflowSchema.parse(parse(read(file)));
const commands = (file: string) => Object.values(workflow(file).jobs).flatMap(({ steps }) => steps.map(({ run }) => run ?? ''));

describe.each(['.github/workflows', '.gitea/workflows'])('%s', (folder) => {
  it.each(['ci.yml', 'release.yml'])('%s runs the tests, the audit and the bill of materials', (name) => {
    const all = commands(`${folder}/${name}`);
    expect(all).toContain('npm test');
    expect(all.some((command) => command.startsWith('npm audit --omit=dev'))).toBe(true);
    expect(all.some((command) => command.startsWith('npm sbom'))).toBe(true);
  });

  it.each(['ci.yml', 'release.yml'])('%s builds the three images with the version baked in', (name) => {
    const text = read(`${folder}/${name}`);
    for (const program of ['api', 'worker', 'web']) expect(text).toMatch(new RegExp(`\\b${program}\\b`));
    expect(text).toContain('.Dockerfile');
    expect(text).toMatch(/build-args?:? "?AOC_VERSION=/);
  });

  it.each(['ci.yml', 'release.yml'])('%s uses actions of a stated version', (name) => {
    const uses = Object.values(workflow(`${folder}/${name}`).jobs).flatMap(({ steps }) => steps.map((step) => step.uses ?? ''));
    for (const action of uses.filter(Boolean)) expect(action).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
  });
});

it('.ci/run calls what the README says', () => {
  expect(read('.ci/run').trim().split('\n').at(-1)).toBe('exec npm test');
  expect(read('README.md')).toContain('npm test');
});
