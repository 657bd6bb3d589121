import { DockerfileParser, type Dockerfile } from 'dockerfile-ast';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../../..');

export interface NamedDockerfile {
  name: string;
  text: string;
  parsed: Dockerfile;
}

/** Every Dockerfile of docker/, by file name. */
export function readDockerfiles(): NamedDockerfile[] {
  const folder = path.join(root, 'docker');
  const names = readdirSync(folder).filter((name) => name.endsWith('Dockerfile'));
  return names.sort().map((name) => {
    const text = readFileSync(path.join(folder, name), 'utf8');
    return { name, text, parsed: DockerfileParser.parse(text) };
  });
}

/** Text from the start to the second FROM: the build stage. */
export function buildStageText(text: string): string {
  const second = [...text.matchAll(/^FROM /gm)][1];
  return text.slice(0, second?.index);
}

/** One COPY or RUN of a build stage, in its order. */
export type BuildStep = { kind: 'copy'; sources: string[]; target: string } | { kind: 'run'; command: string };

/** The COPY steps from the context and the RUN steps of the first stage. */
export function buildSteps(dockerfile: Dockerfile): BuildStep[] {
  const steps: BuildStep[] = [];
  let stages = 0;
  for (const instruction of dockerfile.getInstructions()) {
    const keyword = instruction.getKeyword();
    if (keyword === 'FROM') stages += 1;
    if (stages > 1) break;
    const words = instruction.getArguments().map((argument) => argument.getValue());
    if (keyword === 'COPY') steps.push({ kind: 'copy', sources: words.slice(0, -1), target: words.at(-1) ?? '' });
    if (keyword === 'RUN') steps.push({ kind: 'run', command: instruction.getArgumentsContent() ?? '' });
  }
  return steps;
}

/** What `.dockerignore` keeps out, as a test of paths relative to the context. The last pattern that matches decides. */
export function readDockerignore(text: string): (file: string) => boolean {
  const rules = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ keep: line.startsWith('!'), pattern: toPattern(line.replace(/^!/, '')) }));
  return (file) => rules.reduce((ignored, { keep, pattern }) => (pattern.test(file) ? !keep : ignored), false);
}

/** `**` any folders, `*` within a name; a pattern that names a folder holds for all in it. */
function toPattern(glob: string): RegExp {
  const source = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*\*\/|\*/g, (stars) => (stars === '*' ? '[^/]*' : '(?:.*/)?'));
  return new RegExp(`^${source}(?:/.*)?$`);
}
