// Bundles the programs of the product with their packages, once per state of the sources; prints the folder: node tools/dev/build-programs.mjs
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { programs, root } from './build.mjs';
import { bundleWithPackages } from './bundle-with-packages.mjs';
import { withFileLock } from './file-lock.mjs';

const tools = ['audit-verify', 'import', 'maintenance', 'migrate'];
const entries = {
  api: programs.api.entry,
  worker: programs.worker.entry,
  ...Object.fromEntries(tools.map((name) => [name, `tools/${name}/src/main.ts`])),
};
const sources = ['apps/{api,worker}/src/**/*.ts', 'libs/**/*.ts', `tools/{${tools.join(',')}}/src/**/*.ts`];
const recipe = ['package.json', 'package-lock.json', 'tsconfig.base.json'].concat(
  ['build', 'build-programs', 'bundle-with-packages'].map((name) => `tools/dev/${name}.mjs`),
);

const folder = path.join(root, 'dist/programs');
const KEPT_DAYS = 30;

/** Short hash of the content of files. */
function stateOf(files, more = '') {
  const hash = createHash('sha256').update(more);
  for (const file of files.sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  return hash.digest('hex').slice(0, 16);
}

function stateOfSources() {
  const files = sources.flatMap((pattern) => globSync(pattern, { cwd: root })).filter((file) => !file.endsWith('.spec.ts'));
  return stateOf([...files, ...recipe], process.env.AOC_VERSION);
}

async function build(target, packages) {
  // Whole or not there: a build that was broken off leaves a folder that nobody takes for a finished one.
  const unfinished = `${target}.${randomBytes(4).toString('hex')}`;
  const folders = { dir: folder, programs: path.basename(unfinished), packages: path.basename(packages) };
  for (const [name, entry] of Object.entries(entries)) await bundleWithPackages(name, entry, folders);
  renameSync(unfinished, target);
}

/** What nobody has started for a month is deleted; running programs load parts of theirs late. */
function deleteOld() {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (Date.now() - statSync(file).mtimeMs > KEPT_DAYS * 86_400_000) rmSync(file, { recursive: true, force: true });
  }
}

/** Folder with `api.js`, `worker.js` and the tools that change the database, built from the sources as they are. */
export async function buildPrograms() {
  const target = path.join(folder, stateOfSources());
  const packages = path.join(folder, `packages-${stateOf(recipe)}`);
  mkdirSync(folder, { recursive: true });
  await withFileLock(
    `${target}.lock`,
    () => {},
    async () => {
      if (existsSync(target) && existsSync(packages)) return;
      rmSync(target, { recursive: true, force: true });
      await build(target, packages);
    },
  );
  const now = new Date();
  for (const used of [target, packages]) utimesSync(used, now, now);
  deleteOld();
  return target;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildPrograms());
