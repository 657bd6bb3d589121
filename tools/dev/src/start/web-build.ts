import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runNode } from '../shared/node-process';
import { inRoot, root } from '../shared/paths';
import { UserError } from '../shared/user-error';

const output = inRoot('dist/apps/web');
const hashFile = inRoot('dist/apps/web.hash');
const sources = ['apps/web/**/*', 'libs/web/**/*', 'libs/contracts/src/**/*'];
const buildLimitSeconds = 240;

function sourceHash(): string {
  const hash = createHash('sha256');
  const files = sources.flatMap((pattern) => globSync(pattern, { cwd: root, withFileTypes: true })).filter((entry) => entry.isFile());
  const names = [
    ...files.map((entry) => path.join(entry.parentPath, entry.name)),
    inRoot('package-lock.json'),
    inRoot('tsconfig.base.json'),
  ];
  for (const name of names.sort())
    hash
      .update(`${path.relative(root, name)}\0`)
      .update(readFileSync(name))
      .update('\0');
  return hash.digest('hex');
}

/** Build the dashboard with Vite unless its sources are those of the last build; resolves to its folder. */
export async function buildWeb(say: (line: string) => void): Promise<string> {
  const hash = sourceHash();
  if (existsSync(path.join(output, 'index.html')) && existsSync(hashFile) && readFileSync(hashFile, 'utf8') === hash) return output;
  say('Building the dashboard ...');
  const vite = inRoot('node_modules/vite/bin/vite.js');
  const finished = await runNode([vite, 'build', '--config', 'apps/web/vite.config.ts', '--logLevel', 'warn'], {
    env: { ...process.env, NO_COLOR: '1' },
    limitSeconds: buildLimitSeconds,
  });
  if (finished.code !== 0) throw new UserError(`The dashboard could not be built:\n${finished.output.trimEnd()}`);
  mkdirSync(path.dirname(hashFile), { recursive: true });
  writeFileSync(hashFile, hash);
  say(`Dashboard built in ${finished.seconds.toFixed(1)} s.`);
  return output;
}
