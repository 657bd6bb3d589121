// Bundles a program together with the packages that it loads: reading ten files takes half of the computing that finding, reading and
// compiling two thousand takes. For development and tests; the images keep packages and programs apart.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { bundleOptions, root } from './build.mjs';

/** Packages that stay in node_modules. */
const OUTSIDE = {
  'msgpackr-extract': 'finds its machine code beside its own files',
  'passport-azure-ad': 'its logger asks for machine code (dtrace-provider); loaded with the first sign-in only',
};

/**
 * Packages of which a program takes what it uses and nothing else: our libraries name them, and the tools use only parts of our libraries.
 * Other packages are taken as they come, because loading them may change something (reflect-metadata).
 */
const WITHOUT_SIDE_EFFECTS = ['bullmq', 'csv-parse', 'ioredis', 'jose', 'lru-cache', 'mongodb', 'prom-client', 're2js', 'undici', 'yaml'];

/**
 * Files of a program's packages: each holds the packages of its name and all that they need, unless an earlier file does. Reading a file
 * holds its bytes, its text and its compiled code at once: a single one of 10 MB took 20 MB more.
 */
const CHUNKS = [
  { name: 'mongoose', test: /node_modules\/(mongoose|mongodb)\// },
  { name: 'bullmq', test: /node_modules\/(bullmq|ioredis)\// },
  { name: 'undici', test: /node_modules\/undici\// },
  { name: 'fastify', test: /node_modules\/(@fastify\/[^/]+|fastify)\// },
  { name: 'packages', test: /node_modules/ },
];

const ofPackage = (file) => typeof file === 'string' && file.includes('node_modules');

const isOutside = (id) => Object.keys(OUTSIDE).some((name) => id === name || id.startsWith(`${name}/`));

/** Packages try to load others that are not installed, and say so in a `try`; an import of our own that leads nowhere is an error. */
function onLog(level, log, print) {
  if (log.code === 'UNRESOLVED_IMPORT' && !ofPackage(log.id)) throw new Error(log.message);
  if (!ofPackage(log.id) && !(log.ids ?? []).some(ofPackage)) print(level, log);
}

/** One character outside of Latin-1 makes V8 hold a whole file with two bytes a character. */
const ascii = (code) => code.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Chunks of packages have no source map: whoever looks at a stack trace would load 20 MB of them. */
const packagesWithoutMaps = {
  name: 'packages-without-maps',
  generateBundle(_options, files) {
    for (const chunk of Object.values(files)) {
      if (chunk.type !== 'chunk' || chunk.moduleIds.some((id) => !ofPackage(id) && !id.startsWith('\0'))) continue;
      chunk.code = ascii(chunk.code.replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n'));
      delete files[chunk.sourcemapFileName];
    }
  },
};

/** Whole or not there: others may be starting programs with the packages that this build would write. */
function write(file, content) {
  if (existsSync(file)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${randomBytes(4).toString('hex')}`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, file);
}

/**
 * Writes the program `NAME.js` with its source map into the folder `programs` of `dir`, and its packages, without, into the folder
 * `packages`, under names that tell their content: programs and later builds share them. What the program imports at its first use stays
 * in files of its own.
 */
export async function bundleWithPackages(name, entry, { dir, programs, packages }) {
  const build = await rolldown({
    ...bundleOptions,
    input: { [name]: path.join(root, entry) },
    external: isOutside,
    treeshake: {
      moduleSideEffects: [{ test: new RegExp(`node_modules/(${WITHOUT_SIDE_EFFECTS.join('|')})/`), sideEffects: false }],
    },
    plugins: [packagesWithoutMaps],
    onLog,
  });
  const { output } = await build.generate({
    dir,
    format: 'esm',
    sourcemap: true,
    comments: false,
    entryFileNames: `${programs}/[name].js`,
    chunkFileNames: `${packages}/[name]-[hash].js`,
    codeSplitting: { groups: CHUNKS.map((chunk) => ({ ...chunk, tags: ['$initial'] })) },
  });
  await build.close();
  for (const file of output) write(path.join(dir, file.fileName), file.type === 'chunk' ? file.code : file.source);
}
