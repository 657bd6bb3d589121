import { validate } from 'dockerfile-utils';
import { buildStageText, buildSteps, readDockerfiles, readDockerignore } from './dockerfiles';

const dockerfiles = readDockerfiles();
const secretName = /SECRET|PASSWORD|TOKEN|API_KEY|CREDENTIAL/i;

describe.each(dockerfiles.map((file) => [file.name, file] as const))('%s', (_name, { text, parsed }) => {
  const keywords = parsed.getInstructions().map((instruction) => instruction.getKeyword());

  it('has no warning of the linter', () => {
    expect(validate(text).map(({ message, range }) => `line ${range.start.line + 1}: ${message}`)).toEqual([]);
  });

  it('starts from pinned images only', () => {
    const images = parsed.getFROMs().map((from) => from.getImage() ?? '');
    expect(images).toHaveLength(2);
    for (const image of images) expect(image).toMatch(/^[a-z/]+:\d+\.\d+(\.\d+)?-bookworm(-slim)?$/);
  });

  it('runs as a user by number that is not root', () => {
    const users = parsed.getInstructions().filter((instruction) => instruction.getKeyword() === 'USER');
    expect(users.at(-1)?.getArgumentsContent()).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(keywords.indexOf('USER')).toBeGreaterThan(keywords.lastIndexOf('COPY'));
  });

  it('has a health check and an exec-form command', () => {
    expect(keywords.filter((keyword) => keyword === 'HEALTHCHECK')).toHaveLength(1);
    expect(parsed.getCMDs().at(-1)?.getArgumentsContent()).toMatch(/^\[/);
  });

  it('takes no secret and copies no whole context', () => {
    const settings = parsed.getInstructions().filter((instruction) => ['ARG', 'ENV'].includes(instruction.getKeyword()));
    for (const setting of settings) expect(setting.getArgumentsContent() ?? '').not.toMatch(secretName);
    for (const step of buildSteps(parsed)) if (step.kind === 'copy') expect(step.sources).not.toContain('.');
  });

  it('bakes the version in', () => {
    expect(text).toContain('AOC_VERSION="$AOC_VERSION" node tools/dev/build-image.mjs');
  });
});

it('all Dockerfiles share one build stage, so that it is built once', () => {
  expect(dockerfiles.map(({ name }) => name)).toEqual(['api.Dockerfile', 'web.Dockerfile', 'worker.Dockerfile']);
  expect(new Set(dockerfiles.map(({ text }) => buildStageText(text))).size).toBe(1);
});

describe('.dockerignore', () => {
  const ignored = readDockerignore('*\n!apps\n!package.json\n**/node_modules\n**/*.spec.ts\n**/.env*');
  it.each([
    ['apps/api/src/main.ts', false],
    ['package.json', false],
    ['package.json.bak', true],
    ['docs/a.md', true],
    ['apps/web/node_modules/x/index.js', true],
    ['node_modules/x/index.js', true],
    ['apps/api/src/a.spec.ts', true],
    ['apps/web/.env.local', true],
  ])('%s is kept out: %s', (file, expected) => {
    expect(ignored(file)).toBe(expected);
  });
});
