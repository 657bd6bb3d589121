// Bundles the programs of the product with the packages that they load: reading one file takes half of the computing that finding and
// reading two thousand takes. Built once per state of the sources; prints the folder: node tools/dev/build-programs.mjs
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleOptions, programs, root } from './build.mjs';
import { withFileLock } from './file-lock.mjs';

const tools = ['audit-verify', 'import', 'maintenance', 'migrate'];
const entries = {
  api: programs.api.entry,
  worker: programs.worker.entry,
  ...Object.fromEntries(tools.map((name) => [name, `tools/${name}/src/main.ts`])),
};
const sources = ['apps/{api,worker}/src/**/*.ts', 'libs/**/*.ts', `tools/{${tools.join(',')}}/src/**/*.ts`];
const others = ['package.json', 'package-lock.json', 'tsconfig.base.json', 'tools/dev/build.mjs', 'tools/dev/build-programs.mjs'];

/** Packages with files of their own that they read or load as machine code at run time. */
const withFiles = ['swagger-ui-dist', '@fastify/static', 'msgpackr-extract'];

const folder = path.join(root, 'dist/programs');
const KEPT_DAYS = 30;

function stateOfSources() {
  const hash = createHash('sha256').update(process.env.AOC_VERSION ?? '');
  const files = sources.flatMap((pattern) => globSync(pattern, { cwd: root })).filter((file) => !file.endsWith('.spec.ts'));
  for (const file of [...files, ...others].sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** Packages try to load others that are not installed, and say so in a `try`; an import of our own that leads nowhere is an error. */
function onLog(level, log, print) {
  const ofPackage = (file) => typeof file === 'string' && file.includes('node_modules');
  if (log.code === 'UNRESOLVED_IMPORT' && !ofPackage(log.id)) throw new Error(log.message);
  if (!ofPackage(log.id) && !(log.ids ?? []).some(ofPackage)) print(level, log);
}

async function build(target) {
  const { rolldown } = await import('rolldown');
  const made = await rolldown({
    ...bundleOptions,
    input: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, path.join(root, entry)])),
    external: (id) => withFiles.some((name) => id === name || id.startsWith(`${name}/`)),
    onLog,
  });
  // Whole or not there: a build that was broken off leaves a folder that nobody takes for a finished one.
  const unfinished = `${target}.${randomBytes(4).toString('hex')}`;
  await made.write({ dir: unfinished, format: 'esm', sourcemap: true, chunkFileNames: '[name]-[hash].js', entryFileNames: '[name].js' });
  await made.close();
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
  mkdirSync(folder, { recursive: true });
  await withFileLock(
    `${target}.lock`,
    () => {},
    async () => {
      if (!existsSync(target)) await build(target);
    },
  );
  const now = new Date();
  utimesSync(target, now, now);
  deleteOld();
  return target;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildPrograms());
